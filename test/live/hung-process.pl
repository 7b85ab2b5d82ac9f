# A process whose command line hangs whoever reads it, by what any container can do: somebody reads its memory where a
# file is mapped that never comes, and so holds its mmap lock; it wants that lock for itself, and all others queue behind.
#
# perl hung-process.pl DIRECTORY: mounts there a FUSE file system of one file. It answers neither a read of it, nor what is in the directory, nor statfs.
# Prints the pids of its two helpers. All of it ends with the file system's process, the first of them.
#
# See fuse(4), and include/uapi/linux/fuse.h for the messages.
use strict;
use warnings;

my ($SYS_MMAP, $SYS_PRCTL, $SYS_MOUNT) = (9, 157, 165);
my %OP = (
    lookup => 1, forget => 2, getattr => 3, open => 14, read => 15, statfs => 17, release => 18, flush => 25, init => 26,
    opendir => 27, readdir => 28, interrupt => 36, batch_forget => 42, readdirplus => 44,
);
my ($ROOT, $FILE) = (1, 2);
my $FOR_LONG = 3600;
my $ENOSYS = 38;

my ($directory) = @ARGV;
my $victim = $$;
open my $fuse, '+<', '/dev/fuse' or die "/dev/fuse: $!\n";
my @names = ("silent", $directory, "fuse", "fd=" . fileno($fuse) . ",rootmode=40000,user_id=0,group_id=0,allow_other");
syscall($SYS_MOUNT, @names[0 .. 2], 6, $names[3]) == 0 or die "mount: $!\n";
pipe my $asked, my $ask or die;
my $server = fork // die;
serve() if $server == 0;
# The file system is gone when nobody has this open any more.
close $fuse;
close $ask;
open my $file, '<', "$directory/file" or die "open: $!\n";
my $address = syscall($SYS_MMAP, 0, 4096, 1, 2, fileno $file, 0);
die "mmap: $!\n" if $address == -1;
my $reader = fork // die;
if ($reader == 0) {
    open my $memory, '<:raw', "/proc/$victim/mem" or die;
    sysseek $memory, $address, 0;
    sysread $memory, my $byte, 1;
    exit;
}
my $comm = "hung-argv\0";
syscall($SYS_PRCTL, 15, $comm, 0, 0, 0);
syswrite STDOUT, "$server $reader\n";
sysread $asked, my $byte, 1;
syscall($SYS_MMAP, 0, 4096, 1, 0x22, -1, 0);
exit;

sub serve {
    while (sysread $fuse, my $request, 1 << 20) {
        my (undef, $op, $id, $node) = unpack 'LLQQ', $request;
        if ($op == $OP{init}) {
            answer($id, 0, pack 'L4 S2 L2 S2 L8', 7, 31, 0, 0, 12, 10, 4096, 1, (0) x 10);
        }
        elsif ($op == $OP{lookup}) { answer($id, 0, pack('Q4 L2', $FILE, 1, $FOR_LONG, $FOR_LONG, 0, 0) . attributes($FILE)) }
        elsif ($op == $OP{getattr}) { answer($id, 0, pack('Q L2', $FOR_LONG, 0, 0) . attributes($node)) }
        elsif ($op == $OP{open} || $op == $OP{opendir}) { answer($id, 0, pack 'Q L2', 1, 0, 0) }
        elsif ($op == $OP{release} || $op == $OP{flush}) { answer($id, 0, '') }
        elsif ($op == $OP{read}) { syswrite $ask, "r" }
        # To the first three nobody expects an answer, and nobody gets one to the others.
        elsif (grep { $op == $OP{$_} } qw(forget batch_forget interrupt statfs readdir readdirplus)) { next }
        else { answer($id, -$ENOSYS, '') }
    }
    exit;
}

sub answer {
    my ($id, $error, $data) = @_;
    syswrite $fuse, pack('LlQ', 16 + length $data, $error, $id) . $data;
}

sub attributes {
    my ($node) = @_;
    my ($mode, $links) = $node == $ROOT ? (040755, 2) : (0100644, 1);
    return pack 'Q6 L10', $node, 4096, 8, 0, 0, 0, 0, 0, 0, $mode, $links, 0, 0, 0, 4096, 0;
}
