// A hidden page that is silent has its timers slowed down; a worker's are not.
setInterval(() => postMessage(null), 250);
