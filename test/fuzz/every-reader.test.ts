import { describeReaders } from "./describe-readers.ts";
import { ENGINE_READERS } from "./engine-readers.ts";
import { PERSON_READERS } from "./person-readers.ts";
import { STREAM_READERS } from "./stream-readers.ts";

// Those of kernel files: test/procfs and test/cgroupfs.
describeReaders([...ENGINE_READERS, ...STREAM_READERS, ...PERSON_READERS]);
