/* A disk that fails at one call of the system, for every process that this is preloaded into, whatever language wrote
 * the caller: Python, SQLite, tantivy.
 *
 * Calls that change something below a folder are counted, over all processes together, in a file that they share
 * ($FAILING_DISK). The one whose turn it is, and where it is to stay so every later one, fails with an error of the
 * system; of what it would write half gets there where the disk is full. Error 0 kills the process instead.
 *
 * And a clock that runs backwards: so many seconds more each time that it is asked.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct shared {
    long armed, at, stays, error, count, fired, back, asked;
    char prefix[512], only[32], call[32], path[512];
};

static struct shared *shared;

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("FAILING_DISK");
    int opened = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
    if (opened < 0) return;
    void *found = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
    if (found != MAP_FAILED) shared = found;
    close(opened);
}

/* 1 where the call with this path is to fail. */
static int turn(const char *call, const char *path) {
    size_t length = strlen(shared->prefix);
    if (!length || strncmp(path, shared->prefix, length) || (*shared->only && strcmp(call, shared->only))) return 0;
    long number = __atomic_add_fetch(&shared->count, 1, __ATOMIC_SEQ_CST);
    if (!shared->at || number < shared->at || (number > shared->at && !shared->stays)) return 0;
    if (__atomic_add_fetch(&shared->fired, 1, __ATOMIC_SEQ_CST) == 1) {
        snprintf(shared->call, sizeof shared->call, "%s", call);
        snprintf(shared->path, sizeof shared->path, "%s", path);
    }
    if (!shared->error) raise(SIGKILL);
    return 1;
}

static int of_descriptor(const char *call, int fd) {
    char link[64], path[PATH_MAX];
    if (!shared || !shared->armed) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return turn(call, path);
}

static int of_name(const char *call, int folder, const char *name) {
    char link[64], path[2 * PATH_MAX];
    if (!shared || !shared->armed) return 0;
    ssize_t length = 0;
    if (name[0] != '/') {
        if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, path, PATH_MAX - 1);
        if (length < 0) return 0;
        path[length++] = '/';
    }
    snprintf(path + length, sizeof path - length, "%s", name);
    return turn(call, path);
}

static int fails(void) {
    errno = (int)shared->error;
    return -1;
}

#define REAL(type, name, ...)                                        \
    static type (*real)(__VA_ARGS__);                                \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define HALF (shared->error == ENOSPC && size > 1 ? size / 2 : 0)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (!of_descriptor("write", fd)) return real(fd, data, size);
    if (HALF && real(fd, data, HALF) < 0) return -1;
    return fails();
}

#define PWRITE(name, offset_type)                                                        \
    ssize_t name(int fd, const void *data, size_t size, offset_type offset) {            \
        REAL(ssize_t, name, int, const void *, size_t, offset_type);                     \
        if (!of_descriptor("pwrite", fd)) return real(fd, data, size, offset);           \
        if (HALF && real(fd, data, HALF, offset) < 0) return -1;                         \
        return fails();                                                                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int number) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    return of_descriptor("writev", fd) ? fails() : real(fd, parts, number);
}

#define SETTLES(name)                                                \
    int name(int fd) {                                               \
        REAL(int, name, int);                                        \
        return of_descriptor(#name, fd) ? fails() : real(fd);        \
    }
SETTLES(fsync)
SETTLES(fdatasync)

#define GROWS(name, offset_type)                                             \
    int name(int fd, offset_type size) {                                     \
        REAL(int, name, int, offset_type);                                   \
        return of_descriptor("ftruncate", fd) ? fails() : real(fd, size);    \
    }
GROWS(ftruncate, off_t)
GROWS(ftruncate64, off64_t)

#define ALLOCATES(name, offset_type)                                                                   \
    int name(int fd, offset_type offset, offset_type size) {                                           \
        REAL(int, name, int, offset_type, offset_type);                                                \
        return of_descriptor("fallocate", fd) ? (int)shared->error : real(fd, offset, size);           \
    }
ALLOCATES(posix_fallocate, off_t)
ALLOCATES(posix_fallocate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return of_name("rename", AT_FDCWD, to) ? fails() : real(from, to);
}

int renameat(int old, const char *from, int new, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    return of_name("rename", new, to) ? fails() : real(old, from, new, to);
}

int link(const char *from, const char *to) {
    REAL(int, link, const char *, const char *);
    return of_name("link", AT_FDCWD, to) ? fails() : real(from, to);
}

int linkat(int old, const char *from, int new, const char *to, int flags) {
    REAL(int, linkat, int, const char *, int, const char *, int);
    return of_name("link", new, to) ? fails() : real(old, from, new, to, flags);
}

int mkdir(const char *name, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return of_name("mkdir", AT_FDCWD, name) ? fails() : real(name, mode);
}

int mkdirat(int folder, const char *name, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    return of_name("mkdir", folder, name) ? fails() : real(folder, name, mode);
}

int unlink(const char *name) {
    REAL(int, unlink, const char *);
    return of_name("unlink", AT_FDCWD, name) ? fails() : real(name);
}

int unlinkat(int folder, const char *name, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    return of_name("unlink", folder, name) ? fails() : real(folder, name, flags);
}

int rmdir(const char *name) {
    REAL(int, rmdir, const char *);
    return of_name("rmdir", AT_FDCWD, name) ? fails() : real(name);
}

/* Opening a file to write what may not be there yet takes space, too. */
#define MODE(flags)                                                                     \
    mode_t mode = 0;                                                                    \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                              \
        va_list more;                                                                   \
        va_start(more, flags);                                                          \
        mode = va_arg(more, mode_t);                                                    \
        va_end(more);                                                                   \
    }

#define OPEN(name)                                                                      \
    int name(const char *path, int flags, ...) {                                        \
        REAL(int, name, const char *, int, ...);                                        \
        MODE(flags)                                                                     \
        if (flags & (O_CREAT | O_TRUNC) && of_name("open", AT_FDCWD, path)) return fails(); \
        return real(path, flags, mode);                                                 \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                    \
    int name(int folder, const char *path, int flags, ...) {                            \
        REAL(int, name, int, const char *, int, ...);                                   \
        MODE(flags)                                                                     \
        if (flags & (O_CREAT | O_TRUNC) && of_name("open", folder, path)) return fails(); \
        return real(folder, path, flags, mode);                                         \
    }
OPENAT(openat)
OPENAT(openat64)

int clock_gettime(clockid_t which, struct timespec *found) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    int status = real(which, found);
    if (which == CLOCK_REALTIME && shared && shared->armed && shared->back)
        found->tv_sec -= shared->back * __atomic_add_fetch(&shared->asked, 1, __ATOMIC_SEQ_CST);
    return status;
}
