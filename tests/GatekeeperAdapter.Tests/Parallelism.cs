using Xunit.Sdk;
using Xunit.v3;

// A scrape shows all meters of a name that there are in the process, and control planes want the machine for themselves.
[assembly: Parallelization(Mode = ParallelMode.None)]
