"""The system calls a cell may make, and the kernel's numbers for them on x86-64 and on ARM64.

Anything not named here is answered as if the kernel did not have it.
"""

from __future__ import annotations

# Computing, threads, time, and files (which files is Landlock's matter).
ALLOWED = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close
    close_range dup dup2 dup3 creat stat lstat fstat newfstatat statx statfs fstatfs access
    faccessat faccessat2 readlink readlinkat getcwd chdir fchdir getdents getdents64 mkdir
    mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
    ftruncate fallocate fadvise64 fsync fdatasync sync_file_range copy_file_range
    sendfile umask pipe pipe2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl
    epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime
    timerfd_gettime mmap munmap mremap mprotect madvise brk msync mincore mlock mlock2 munlock
    membarrier rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend
    rt_sigtimedwait sigaltstack restart_syscall pause alarm setitimer getitimer futex
    futex_waitv set_robust_list get_robust_list rseq set_tid_address gettid getpid getppid
    getpgid getpgrp getsid getuid geteuid getgid getegid getresuid getresgid getgroups capget
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getrusage
    getrlimit sysinfo uname getcpu getrandom sched_yield sched_getaffinity sched_getparam
    sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority arch_prctl
    exit exit_group wait4 waitid
""".split()

# Allowed for some arguments only; see `seccomp.py`.
GUARDED = """
    clone kill tgkill prctl prlimit64 ioctl fcntl open openat
""".split()

# Answered with success and not done: `shutil.copy` and `torch.save` need no more, and done for
# real they could change a file of the host that Landlock lets the cell read, or hold a lock on one
# for everybody.
IGNORED = """
    chmod fchmod fchmodat utime utimes futimesat utimensat flock
""".split()

# Answered as if the file system knew no such attributes, which `shutil.copy2` takes in its stride:
# Landlock does not govern reading those of files outside.
UNSUPPORTED = """
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
""".split()

# Refused with "not permitted", so that a learner reads a clear error.
REFUSED = """
    socket socketpair connect bind listen accept accept4 sendto sendmsg sendmmsg recvfrom
    recvmsg recvmmsg shutdown getsockopt setsockopt getsockname getpeername fork vfork execve
    execveat ptrace process_vm_readv process_vm_writev process_madvise process_mrelease
    pidfd_open pidfd_getfd pidfd_send_signal kcmp tkill rt_sigqueueinfo rt_tgsigqueueinfo mount
    umount2 pivot_root chroot unshare setns move_mount open_tree fsopen fsmount fsconfig fspick
    mount_setattr bpf perf_event_open io_uring_setup io_uring_enter io_uring_register io_setup
    io_submit userfaultfd keyctl add_key request_key memfd_create memfd_secret shmget shmat
    shmctl shmdt semget semop semctl msgget msgsnd msgrcv msgctl mq_open truncate chown fchown
    lchown fchownat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr mknod
    mknodat name_to_handle_at open_by_handle_at setuid setgid setreuid setregid setresuid
    setresgid setgroups setfsuid setfsgid capset setsid setpgid setrlimit setpriority
    sched_setaffinity sched_setscheduler sched_setparam sched_setattr personality seccomp
    landlock_create_ruleset landlock_add_rule landlock_restrict_self init_module finit_module
    delete_module kexec_load kexec_file_load reboot swapon swapoff syslog acct quotactl
    settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname iopl ioperm
    modify_ldt vhangup fanotify_init fanotify_mark inotify_init inotify_init1 inotify_add_watch
    splice tee vmsplice timer_create mlockall mbind set_mempolicy migrate_pages move_pages
    pkey_mprotect pkey_alloc remap_file_pages lookup_dcookie uselib ustat sysfs
""".split()


def _table(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in (pair.split("=") for pair in text.split())}


X86_64 = _table(
    """
    read=0 write=1 readv=19 writev=20 pread64=17 pwrite64=18 preadv=295 pwritev=296 preadv2=327
    pwritev2=328 lseek=8 close=3 close_range=436 dup=32 dup2=33 dup3=292 open=2 openat=257
    openat2=437 creat=85 stat=4 lstat=6 fstat=5 newfstatat=262 statx=332 statfs=137 fstatfs=138
    access=21 faccessat=269 faccessat2=439 getxattr=191 lgetxattr=192 fgetxattr=193
    listxattr=194 llistxattr=195 flistxattr=196 readlink=89 readlinkat=267 getcwd=79 chdir=80
    fchdir=81 getdents=78 getdents64=217 mkdir=83 mkdirat=258 rmdir=84 unlink=87 unlinkat=263
    rename=82 renameat=264 renameat2=316 link=86 linkat=265 symlink=88 symlinkat=266
    ftruncate=77 fallocate=285 fadvise64=221 fsync=74 fdatasync=75 sync_file_range=277 flock=73
    copy_file_range=326 sendfile=40 umask=95 pipe=22 pipe2=293 poll=7 ppoll=271 select=23
    pselect6=270 epoll_create=213 epoll_create1=291 epoll_ctl=233 epoll_wait=232 epoll_pwait=281
    epoll_pwait2=441 eventfd=284 eventfd2=290 timerfd_create=283 timerfd_settime=286
    timerfd_gettime=287 mmap=9 munmap=11 mremap=25 mprotect=10 madvise=28 brk=12 msync=26
    mincore=27 mlock=149 mlock2=325 munlock=150 membarrier=324 rt_sigaction=13 rt_sigprocmask=14
    rt_sigreturn=15 rt_sigpending=127 rt_sigsuspend=130 rt_sigtimedwait=128 sigaltstack=131
    restart_syscall=219 pause=34 alarm=37 setitimer=38 getitimer=36 futex=202 futex_waitv=449
    set_robust_list=273 get_robust_list=274 rseq=334 set_tid_address=218 gettid=186 getpid=39
    getppid=110 getpgid=121 getpgrp=111 getsid=124 getuid=102 geteuid=107 getgid=104 getegid=108
    getresuid=118 getresgid=120 getgroups=115 capget=125 clock_gettime=228 clock_getres=229
    clock_nanosleep=230 nanosleep=35 gettimeofday=96 time=201 times=100 getrusage=98
    getrlimit=97 sysinfo=99 uname=63 getcpu=309 getrandom=318 sched_yield=24
    sched_getaffinity=204 sched_getparam=143 sched_getscheduler=145 sched_get_priority_max=146
    sched_get_priority_min=147 getpriority=140 arch_prctl=158 exit=60 exit_group=231 wait4=61
    waitid=247 clone=56 kill=62 tgkill=234 prctl=157 prlimit64=302 ioctl=16 fcntl=72 chmod=90
    fchmod=91 fchmodat=268 utime=132 utimes=235 futimesat=261 utimensat=280 clone3=435 socket=41
    socketpair=53 connect=42 bind=49 listen=50 accept=43 accept4=288 sendto=44 sendmsg=46
    sendmmsg=307 recvfrom=45 recvmsg=47 recvmmsg=299 shutdown=48 getsockopt=55 setsockopt=54
    getsockname=51 getpeername=52 fork=57 vfork=58 execve=59 execveat=322 ptrace=101
    process_vm_readv=310 process_vm_writev=311 process_madvise=440 process_mrelease=448
    pidfd_open=434 pidfd_getfd=438 pidfd_send_signal=424 kcmp=312 tkill=200 rt_sigqueueinfo=129
    rt_tgsigqueueinfo=297 mount=165 umount2=166 pivot_root=155 chroot=161 unshare=272 setns=308
    move_mount=429 open_tree=428 fsopen=430 fsmount=432 fsconfig=431 fspick=433
    mount_setattr=442 bpf=321 perf_event_open=298 io_uring_setup=425 io_uring_enter=426
    io_uring_register=427 io_setup=206 io_submit=209 userfaultfd=323 keyctl=250 add_key=248
    request_key=249 memfd_create=319 memfd_secret=447 shmget=29 shmat=30 shmctl=31 shmdt=67
    semget=64 semop=65 semctl=66 msgget=68 msgsnd=69 msgrcv=70 msgctl=71 mq_open=240 truncate=76
    chown=92 fchown=93 lchown=94 fchownat=260 setxattr=188 lsetxattr=189 fsetxattr=190
    removexattr=197 lremovexattr=198 fremovexattr=199 mknod=133 mknodat=259
    name_to_handle_at=303 open_by_handle_at=304 setuid=105 setgid=106 setreuid=113 setregid=114
    setresuid=117 setresgid=119 setgroups=116 setfsuid=122 setfsgid=123 capset=126 setsid=112
    setpgid=109 setrlimit=160 setpriority=141 sched_setaffinity=203 sched_setscheduler=144
    sched_setparam=142 sched_setattr=314 personality=135 seccomp=317 landlock_create_ruleset=444
    landlock_add_rule=445 landlock_restrict_self=446 init_module=175 finit_module=313
    delete_module=176 kexec_load=246 kexec_file_load=320 reboot=169 swapon=167 swapoff=168
    syslog=103 acct=163 quotactl=179 settimeofday=164 clock_settime=227 adjtimex=159
    clock_adjtime=305 sethostname=170 setdomainname=171 iopl=172 ioperm=173 modify_ldt=154
    vhangup=153 fanotify_init=300 fanotify_mark=301 inotify_init=253 inotify_init1=294
    inotify_add_watch=254 splice=275 tee=276 vmsplice=278 timer_create=222 mlockall=151
    mbind=237 set_mempolicy=238 migrate_pages=256 move_pages=279 pkey_mprotect=329
    pkey_alloc=330 remap_file_pages=216 lookup_dcookie=212 uselib=134 ustat=136 sysfs=139
    """
)

ARM64 = _table(
    """
    read=63 write=64 readv=65 writev=66 pread64=67 pwrite64=68 preadv=69 pwritev=70 preadv2=286
    pwritev2=287 lseek=62 close=57 close_range=436 dup=23 dup3=24 openat=56 openat2=437 fstat=80
    newfstatat=79 statx=291 statfs=43 fstatfs=44 faccessat=48 faccessat2=439 getxattr=8
    lgetxattr=9 fgetxattr=10 listxattr=11 llistxattr=12 flistxattr=13 readlinkat=78 getcwd=17
    chdir=49 fchdir=50 getdents64=61 mkdirat=34 unlinkat=35 renameat=38 renameat2=276 linkat=37
    symlinkat=36 ftruncate=46 fallocate=47 fadvise64=223 fsync=82 fdatasync=83
    sync_file_range=84 flock=32 copy_file_range=285 sendfile=71 umask=166 pipe2=59 ppoll=73
    pselect6=72 epoll_create1=20 epoll_ctl=21 epoll_pwait=22 epoll_pwait2=441 eventfd2=19
    timerfd_create=85 timerfd_settime=86 timerfd_gettime=87 mmap=222 munmap=215 mremap=216
    mprotect=226 madvise=233 brk=214 msync=227 mincore=232 mlock=228 mlock2=284 munlock=229
    membarrier=283 rt_sigaction=134 rt_sigprocmask=135 rt_sigreturn=139 rt_sigpending=136
    rt_sigsuspend=133 rt_sigtimedwait=137 sigaltstack=132 restart_syscall=128 setitimer=103
    getitimer=102 futex=98 futex_waitv=449 set_robust_list=99 get_robust_list=100 rseq=293
    set_tid_address=96 gettid=178 getpid=172 getppid=173 getpgid=155 getsid=156 getuid=174
    geteuid=175 getgid=176 getegid=177 getresuid=148 getresgid=150 getgroups=158 capget=90
    clock_gettime=113 clock_getres=114 clock_nanosleep=115 nanosleep=101 gettimeofday=169
    times=153 getrusage=165 getrlimit=163 sysinfo=179 uname=160 getcpu=168 getrandom=278
    sched_yield=124 sched_getaffinity=123 sched_getparam=121 sched_getscheduler=120
    sched_get_priority_max=125 sched_get_priority_min=126 getpriority=141 exit=93 exit_group=94
    wait4=260 waitid=95 clone=220 kill=129 tgkill=131 prctl=167 prlimit64=261 ioctl=29 fcntl=25
    fchmod=52 fchmodat=53 utimensat=88 clone3=435 socket=198 socketpair=199 connect=203 bind=200
    listen=201 accept=202 accept4=242 sendto=206 sendmsg=211 sendmmsg=269 recvfrom=207
    recvmsg=212 recvmmsg=243 shutdown=210 getsockopt=209 setsockopt=208 getsockname=204
    getpeername=205 execve=221 execveat=281 ptrace=117 process_vm_readv=270
    process_vm_writev=271 process_madvise=440 process_mrelease=448 pidfd_open=434
    pidfd_getfd=438 pidfd_send_signal=424 kcmp=272 tkill=130 rt_sigqueueinfo=138
    rt_tgsigqueueinfo=240 mount=40 umount2=39 pivot_root=41 chroot=51 unshare=97 setns=268
    move_mount=429 open_tree=428 fsopen=430 fsmount=432 fsconfig=431 fspick=433
    mount_setattr=442 bpf=280 perf_event_open=241 io_uring_setup=425 io_uring_enter=426
    io_uring_register=427 io_setup=0 io_submit=2 userfaultfd=282 keyctl=219 add_key=217
    request_key=218 memfd_create=279 memfd_secret=447 shmget=194 shmat=196 shmctl=195 shmdt=197
    semget=190 semop=193 semctl=191 msgget=186 msgsnd=189 msgrcv=188 msgctl=187 mq_open=180
    truncate=45 fchown=55 fchownat=54 setxattr=5 lsetxattr=6 fsetxattr=7 removexattr=14
    lremovexattr=15 fremovexattr=16 mknodat=33 name_to_handle_at=264 open_by_handle_at=265
    setuid=146 setgid=144 setreuid=145 setregid=143 setresuid=147 setresgid=149 setgroups=159
    setfsuid=151 setfsgid=152 capset=91 setsid=157 setpgid=154 setrlimit=164 setpriority=140
    sched_setaffinity=122 sched_setscheduler=119 sched_setparam=118 sched_setattr=274
    personality=92 seccomp=277 landlock_create_ruleset=444 landlock_add_rule=445
    landlock_restrict_self=446 init_module=105 finit_module=273 delete_module=106 kexec_load=104
    kexec_file_load=294 reboot=142 swapon=224 swapoff=225 syslog=116 acct=89 quotactl=60
    settimeofday=170 clock_settime=112 adjtimex=171 clock_adjtime=266 sethostname=161
    setdomainname=162 vhangup=58 fanotify_init=262 fanotify_mark=263 inotify_init1=26
    inotify_add_watch=27 splice=76 tee=77 vmsplice=75 timer_create=107 mlockall=230 mbind=235
    set_mempolicy=237 migrate_pages=238 move_pages=239 pkey_mprotect=288 pkey_alloc=289
    remap_file_pages=234 lookup_dcookie=18
    """
)
