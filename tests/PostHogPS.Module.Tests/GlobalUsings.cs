// What the tests share: shells, servers, clocks, and the cases that every cmdlet is put through.
global using PostHogPS.Module.Tests.Promises.Faults;
global using PostHogPS.Module.Tests.Support;
