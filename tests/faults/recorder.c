/*
 * Preloaded into a program (LD_PRELOAD): writes down every change that it makes to files under VIGIL_RECORD_FOLDER, in
 * the order in which the system sees them, into the file VIGIL_RECORD_LOG. tests/faults/recording.ts reads it.
 *
 * A record: operation (1) | length of path (2) | path | number (8) | length of data (4) | data, little endian.
 * Syncs of files whose name ends in VIGIL_RECORD_SKIP_SYNC are neither done nor recorded: the broken vault on purpose.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC_BEGIN, SYNC_END, RENAME, UNLINK, MAKE_FOLDER };

#define MOST_FILES 4096
static char *paths[MOST_FILES];
static const char *folder, *skipped;
static size_t folder_length;
static int log_file = -1;
static uint64_t syncs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("VIGIL_RECORD_FOLDER");
  skipped = getenv("VIGIL_RECORD_SKIP_SYNC");
  const char *log = getenv("VIGIL_RECORD_LOG");
  if (!folder || !log) return;
  folder_length = strlen(folder);
  log_file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_watched(const char *path) {
  return log_file >= 0 && path && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == 0);
}

static const char *path_of(int file) { return file >= 0 && file < MOST_FILES ? paths[file] : NULL; }

static void record(uint8_t operation, const char *path, uint64_t number, const void *data, uint32_t length) {
  const char *name = path + folder_length + (path[folder_length] == '/');
  uint16_t name_length = (uint16_t)strlen(name);
  struct iovec parts[] = {{&operation, 1}, {&name_length, 2}, {(void *)name, name_length},
                          {&number, 8},    {&length, 4},      {(void *)data, length}};
  if (syscall(SYS_writev, log_file, parts, 6) < 0) _exit(99);
}

static int opened(int file, const char *path, int flags, int was_there) {
  if (file < 0 || file >= MOST_FILES) return file;
  free(paths[file]);
  paths[file] = strdup(path);
  if (!was_there) record(CREATE, path, 0, NULL, 0);
  else if (flags & O_TRUNC) record(TRUNCATE, path, 0, NULL, 0);
  return file;
}

#define OPEN(name)                                                                   \
  int name(const char *path, int flags, ...) {                                       \
    va_list list;                                                                    \
    va_start(list, flags);                                                           \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0;        \
    va_end(list);                                                                    \
    if (!is_watched(path)) return REAL(name)(path, flags, mode);                     \
    pthread_mutex_lock(&lock);                                                       \
    struct stat status;                                                              \
    int was_there = stat(path, &status) == 0;                                        \
    int file = opened(REAL(name)(path, flags, mode), path, flags, was_there);        \
    pthread_mutex_unlock(&lock);                                                     \
    return file;                                                                     \
  }
OPEN(open)
OPEN(open64)

int close(int file) {
  if (path_of(file)) {
    pthread_mutex_lock(&lock);
    free(paths[file]);
    paths[file] = NULL;
    pthread_mutex_unlock(&lock);
  }
  return REAL(close)(file);
}

ssize_t write(int file, const void *data, size_t length) {
  if (!path_of(file)) return REAL(write)(file, data, length);
  pthread_mutex_lock(&lock);
  ssize_t done = REAL(write)(file, data, length);
  if (done > 0) record(WRITE, paths[file], (uint64_t)(lseek(file, 0, SEEK_CUR) - done), data, (uint32_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}

#define PWRITE(name)                                                                 \
  ssize_t name(int file, const void *data, size_t length, off64_t offset) {          \
    if (!path_of(file)) return REAL(name)(file, data, length, offset);               \
    pthread_mutex_lock(&lock);                                                       \
    ssize_t done = REAL(name)(file, data, length, offset);                           \
    if (done > 0) record(WRITE, paths[file], (uint64_t)offset, data, (uint32_t)done); \
    pthread_mutex_unlock(&lock);                                                     \
    return done;                                                                     \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(name)                                                              \
  int name(int file, off64_t size) {                                                 \
    if (!path_of(file)) return REAL(name)(file, size);                               \
    pthread_mutex_lock(&lock);                                                       \
    int result = REAL(name)(file, size);                                             \
    if (result == 0) record(TRUNCATE, paths[file], (uint64_t)size, NULL, 0);         \
    pthread_mutex_unlock(&lock);                                                     \
    return result;                                                                   \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

static int is_skipped(const char *path) {
  if (!skipped || !*skipped) return 0;
  size_t length = strlen(path), end = strlen(skipped);
  return length >= end && strcmp(path + length - end, skipped) == 0;
}

/* Begin and end apart: what is written while a sync is under way is not covered by it. */
#define SYNC(name)                                                                   \
  int name(int file) {                                                               \
    if (!path_of(file)) return REAL(name)(file);                                     \
    pthread_mutex_lock(&lock);                                                       \
    char *path = strdup(paths[file]);                                                \
    uint64_t number = ++syncs;                                                       \
    int skip = is_skipped(path);                                                     \
    if (!skip) record(SYNC_BEGIN, path, number, NULL, 0);                            \
    pthread_mutex_unlock(&lock);                                                     \
    int result = skip ? 0 : REAL(name)(file);                                        \
    pthread_mutex_lock(&lock);                                                       \
    if (!skip && result == 0) record(SYNC_END, path, number, NULL, 0);               \
    pthread_mutex_unlock(&lock);                                                     \
    free(path);                                                                      \
    return result;                                                                   \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  if (!is_watched(from)) return REAL(rename)(from, to);
  pthread_mutex_lock(&lock);
  int result = REAL(rename)(from, to);
  if (result == 0) {
    const char *name = to + folder_length + 1;
    record(RENAME, from, 0, name, (uint32_t)strlen(name));
    for (int file = 0; file < MOST_FILES; file++)
      if (paths[file] && strcmp(paths[file], from) == 0) {
        free(paths[file]);
        paths[file] = strdup(to);
      }
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  if (!is_watched(path)) return REAL(unlink)(path);
  pthread_mutex_lock(&lock);
  int result = REAL(unlink)(path);
  if (result == 0) record(UNLINK, path, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  if (!is_watched(path)) return REAL(mkdir)(path, mode);
  pthread_mutex_lock(&lock);
  int result = REAL(mkdir)(path, mode);
  if (result == 0) record(MAKE_FOLDER, path, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
