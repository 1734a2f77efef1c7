using System.Globalization;
using Bouncer.Rego.Conformance;
using Bouncer.Rego.Conformance.Differential;

// A folder of case files: run them and report. Anything else is for the test runner.
if (args is [var folder] && !folder.StartsWith('-'))
{
    if (!Directory.Exists(folder))
    {
        Console.Error.WriteLine($"There is no folder {folder}. Give a folder of case files, JSON arrays of cases.");
        return 2;
    }

    CaseResult[] results = [.. CaseReader.ReadFolder(folder).Select(CaseRunner.Run)];
    Report.Write(Console.Out, results, withFailures: true);
    return 0;
}

// differential ORACLE COUNT FIRST: generated modules, evaluated here and by OPA.
if (args is ["differential", var oracle, var count, var first])
{
    return await DifferentialRun.RunAsync(
        oracle, int.Parse(count, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture), Console.Out) == 0 ? 0 : 1;
}

// What xunit's own entry point does, which this one replaces: dotnet test talks to the testing platform, people to xunit.
return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
