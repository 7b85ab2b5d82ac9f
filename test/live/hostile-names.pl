# Inhabits namespaces of its own in which everything that can have a name has the worst that the kernel takes.
#
# perl hostile-names.pl DIRECTORY UID CGROUP.PROCS…: joins the cgroups, and works in DIRECTORY. Prints "ready".
use strict;
use warnings;
use Socket;

my ($SYS_PRCTL, $SYS_MOUNT, $SYS_SETHOSTNAME, $SYS_SETDOMAINNAME, $SYS_MQ_OPEN) = (157, 165, 170, 171, 240);

# Bells, blinks, hides, writes the clipboard, links, asks, turns around, says nothing, is no UTF-8, is C1 in UTF-8 and bare.
my $NAME = "\e[5m\e]52;c;ZXZpbA==\a\e]8;;x\a\e[8m\e[6n\xe2\x80\xae\xe2\x80\x8b\xff\x9b7m\xc2\x9b7m\t\n\r\\040 (deleted)e" . "\xcc\x81" x 9;
my $COMM = ") R 1\n(\e[5m\x9b7\xff";

my ($directory, $uid, @cgroups) = @ARGV;
for my $procs (@cgroups) {
    open my $file, '>', $procs or die "$procs: $!\n";
    syswrite $file, $$ or die "$procs: $!\n";
}
call("sethostname", $SYS_SETHOSTNAME, substr($NAME, 0, 64), length substr($NAME, 0, 64));
call("setdomainname", $SYS_SETDOMAINNAME, substr($NAME, 0, 64), length substr($NAME, 0, 64));
mount("none", "/", "none", 1 << 18 | 1 << 14, "");
mkdir "$directory/$NAME" or die "mkdir: $!\n";
mount($NAME, "$directory/$NAME", "tmpfs", 0, "");
mount($NAME, "/dev/shm", "tmpfs", 0, "");
mkdir "$directory/queues";
mount($NAME, "$directory/queues", "mqueue", 0, "");
run("ip", "link", "set", "lo", "up");
run("ip", "link", "add", "name", "\e[5m\xff\x9b7m\xc2\x9b7m", "type", "veth", "peer", "name", "\a\x7f");
run("ip", "link", "add", "name", "\xe2\x80\xae\e]8;;", "type", "veth", "peer", "name", "peer\e[8m");
open my $memory, '>', "/dev/shm/$NAME" or die "shm: $!\n";
my $queue = $NAME;
call("mq_open", $SYS_MQ_OPEN, $queue, 0102, 0600, 0);
defined shmget 0x1267, 4096, 01600 or die "shmget: $!\n";
my @sockets = map { listen_at($_) } "\0$NAME", "$directory/s\e[5m\xff\n";
chdir "$directory/$NAME" or die "chdir: $!\n";

# Another program by the same name, with a name and two megabytes for every argument and variable, as a user of that name.
run("cp", "/usr/bin/perl", "$directory/$COMM");
my $child = fork // die;
if ($child == 0) {
    %ENV = (PATH => $ENV{PATH}, $NAME => $NAME, EVIL => $NAME);
    ($(, $)) = ($uid, "$uid $uid");
    ($<, $>) = ($uid, $uid);
    # It ends with its parent.
    call("prctl", $SYS_PRCTL, 1, 9, 0, 0, 0);
    exec {"$directory/$COMM"} "[kworker/0:1]$NAME", "-e", "sleep", $NAME, ($NAME . "x" x 100_000) x 18;
    die "exec: $!\n";
}
my $comm = "$COMM\0";
call("prctl", $SYS_PRCTL, 15, $comm, 0, 0, 0);
syswrite STDOUT, "ready\n";
waitpid $child, 0;

sub call {
    my ($what, $number, @arguments) = @_;
    die "$what: $!\n" if syscall($number, @arguments) == -1;
}

sub mount {
    my ($source, $target, $type, $flags, $data) = @_;
    call("mount at $target", $SYS_MOUNT, $source, $target, $type, $flags, $data);
}

sub run { system(@_) == 0 or die "@_ ended with $?\n" }

sub listen_at {
    my ($address) = @_;
    socket my $socket, AF_UNIX, SOCK_STREAM, 0 or die "socket: $!\n";
    bind $socket, pack_sockaddr_un($address) or die "bind: $!\n";
    listen $socket, 1 or die "listen: $!\n";
    return $socket;
}
