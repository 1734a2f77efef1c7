using Xunit.Sdk;
using Xunit.v3;

// One browser, and pages whose speed is written down: they want the machine for themselves.
[assembly: Parallelization(Mode = ParallelMode.None)]
