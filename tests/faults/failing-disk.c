/*
 * Preloaded into a program (LD_PRELOAD): a disk in trouble. VIGIL_TROUBLE_CONTROL names a file of six 32-bit numbers that
 * the program itself writes and this library has mapped:
 *   0 which calls (1 write, 2 sync, 4 truncate, 8 open or create)   3 the errno they fail with
 *   1 how many of them still succeed                               4 how long a sync takes, in milliseconds
 *   2 how many then fail                                           5 how many have failed
 * Only files under VIGIL_TROUBLE_FOLDER are in trouble.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 4, OPEN = 8 };
enum { CALLS, STILL_GOOD, TO_FAIL, ERRNO, SYNC_MS, FAILED };

#define MOST_FILES 4096
static char watched[MOST_FILES];
static volatile int32_t *control;
static const char *folder;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("VIGIL_TROUBLE_CONTROL");
  folder = getenv("VIGIL_TROUBLE_FOLDER");
  if (!path || !folder) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  void *mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) control = mapped;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int fails(int call) {
  if (!control || !(control[CALLS] & call)) return 0;
  int result = 0;
  pthread_mutex_lock(&lock);
  if (control[STILL_GOOD] > 0) control[STILL_GOOD]--;
  else if (control[TO_FAIL] > 0) {
    control[TO_FAIL]--;
    control[FAILED]++;
    errno = control[ERRNO];
    result = 1;
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int is_watched(int file) { return file >= 0 && file < MOST_FILES && watched[file]; }

#define OPEN_CALL(name)                                                              \
  int name(const char *path, int flags, ...) {                                       \
    va_list list;                                                                    \
    va_start(list, flags);                                                           \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0;        \
    va_end(list);                                                                    \
    int is_ours = control && strncmp(path, folder, strlen(folder)) == 0;             \
    if (is_ours && (flags & (O_WRONLY | O_RDWR)) && fails(OPEN)) return -1;          \
    int file = REAL(name)(path, flags, mode);                                        \
    if (file >= 0 && file < MOST_FILES) watched[file] = (char)is_ours;               \
    return file;                                                                     \
  }
OPEN_CALL(open)
OPEN_CALL(open64)

int close(int file) {
  if (file >= 0 && file < MOST_FILES) watched[file] = 0;
  return REAL(close)(file);
}

ssize_t write(int file, const void *data, size_t length) {
  if (is_watched(file) && fails(WRITE)) return -1;
  return REAL(write)(file, data, length);
}

/* Half of what failed is there all the same, as with a disk that filled up in the middle. */
#define PWRITE(name)                                                                 \
  ssize_t name(int file, const void *data, size_t length, off64_t offset) {          \
    if (is_watched(file) && fails(WRITE)) {                                          \
      int number = errno;                                                            \
      (void)!REAL(name)(file, data, length / 2, offset);                             \
      errno = number;                                                                \
      return -1;                                                                     \
    }                                                                                \
    return REAL(name)(file, data, length, offset);                                   \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(name)                                                              \
  int name(int file, off64_t size) {                                                 \
    if (is_watched(file) && fails(TRUNCATE)) return -1;                              \
    return REAL(name)(file, size);                                                   \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define SYNC_CALL(name)                                                              \
  int name(int file) {                                                               \
    if (is_watched(file)) {                                                          \
      int32_t slow = control ? control[SYNC_MS] : 0;                                 \
      struct timespec wait = {slow / 1000, (slow % 1000) * 1000000L};                \
      if (slow > 0) nanosleep(&wait, NULL);                                          \
      if (fails(SYNC)) return -1;                                                    \
    }                                                                                \
    return REAL(name)(file);                                                         \
  }
SYNC_CALL(fsync)
SYNC_CALL(fdatasync)
