using Xunit.Sdk;
using Xunit.v3;

// Memory is measured here, and exporters are set up for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
