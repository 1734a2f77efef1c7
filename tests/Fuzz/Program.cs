using System.Globalization;
using Bouncer.Fuzz;
using Xunit.MicrosoftTestingPlatform;

const string Usage = """
    dotnet run -c Release --project tests/Fuzz -- COMMAND

      targets                                  the names of the targets
      fuzz TARGET [SECONDS] [SEED]             mutate seeds for a time (default 60), save what fails under artifacts/fuzz
      replay TARGET FILE...                    run saved inputs
      seeds TARGET FOLDER                      write the seeds as files, for other fuzzers
      afl TARGET                               run under afl-fuzz, for instrumented assemblies (eng/fuzz.sh)
      libfuzzer TARGET                         run under libfuzzer-dotnet, for instrumented assemblies
    """;

switch (args)
{
    case ["targets"]:
        Console.WriteLine(string.Join('\n', FuzzTarget.All.Select(t => t.Name)));
        return 0;
    case ["fuzz", var name, .. { Length: <= 2 } numbers] when FuzzTarget.Find(name) is { } target && TryNumbers(numbers, out var seconds, out var seed):
        return Fuzz(target, seconds, seed);
    case ["replay", var name, .. { Length: > 0 } files] when FuzzTarget.Find(name) is { } target:
        Array.ForEach(files, file => target.Run(File.ReadAllBytes(file)));
        Console.WriteLine($"{files.Length} inputs passed");
        return 0;
    case ["seeds", var name, var folder] when FuzzTarget.Find(name) is { } target:
        Inputs.SaveSeeds(target, folder);
        return 0;
    case ["afl", var name] when FuzzTarget.Find(name) is { } target:
        SharpFuzz.Fuzzer.Run(stream => target.Run(Inputs.ReadAll(stream)));
        return 0;
    case ["libfuzzer", var name] when FuzzTarget.Find(name) is { } target:
        SharpFuzz.Fuzzer.LibFuzzer.Run(input => target.Run(input));
        return 0;
    case [var first, ..] when first.StartsWith("--", StringComparison.Ordinal):
        return await TestPlatformTestFramework.RunAsync(args, Bouncer.Fuzz.SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static int Fuzz(FuzzTarget target, int seconds, int seed)
{
    var folder = Path.Combine("artifacts", "fuzz", target.Name);
    var run = new MutationalFuzzer(target, seed).Run(long.MaxValue, TimeSpan.FromSeconds(seconds));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {run.Executions} inputs, {run.Executions / run.Elapsed.TotalSeconds:F0}/s, slowest {run.Slowest.TotalMilliseconds:F1} ms, {run.Failures.Count} kinds of failure"));
    foreach (var (input, error) in run.Failures)
    {
        Console.WriteLine($"{Inputs.SaveFailure(folder, input)}: {error.GetType().Name}: {error.Message}\n{error.StackTrace}");
    }

    return run.Failures.Count == 0 ? 0 : 1;
}

static bool TryNumbers(string[] numbers, out int seconds, out int seed)
{
    (seconds, seed) = (60, 1);
    return (numbers.Length < 1 || int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
        && (numbers.Length < 2 || int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed));
}
