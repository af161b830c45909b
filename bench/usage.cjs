// Loaded into a measured process: tells its peak memory, in kibibytes, and its CPU time, in milliseconds, on file
// descriptor 3.
const { writeSync } = require('node:fs');

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1000}`);
});
