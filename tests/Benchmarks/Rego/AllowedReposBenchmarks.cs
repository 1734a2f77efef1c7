using BenchmarkDotNet.Attributes;
using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Benchmarks.Rego;

/// <summary>Evaluating K8sAllowedRepos when all images are allowed, on a decoded review and from its bytes.</summary>
public class AllowedReposBenchmarks
{
    private RegoQuery _library = null!;
    private RegoQuery _older = null!;
    private RegoValue _input = null!;
    private byte[] _json = [];

    /// <summary>Containers × repositories.</summary>
    [ParamsSource(nameof(Sizes))]
    public string Size { get; set; } = "3x10";

    public static IEnumerable<string> Sizes => AllowedRepos.Sizes;

    [GlobalSetup]
    public void SetUp()
    {
        _json = AllowedRepos.Review(Size);
        _input = RegoJson.Parse(_json);
        _library = AllowedRepos.Prepare(AllowedRepos.Library);
        _older = AllowedRepos.Prepare(AllowedRepos.Older);
        if (Library() != 0 || Older() != 0)
        {
            throw new InvalidOperationException("All images are allowed.");
        }
    }

    [Benchmark]
    public int Library() => Violations(_library.Evaluate(_input));

    [Benchmark]
    public int LibraryWithDecoding() => Violations(_library.Evaluate(RegoJson.Parse(_json)));

    [Benchmark]
    public int Older() => Violations(_older.Evaluate(_input));

    [Benchmark]
    public int OlderWithDecoding() => Violations(_older.Evaluate(RegoJson.Parse(_json)));

    private static int Violations(RegoOutcome outcome)
        => outcome.Value is RegoSet violations ? violations.Count : throw new InvalidOperationException(outcome.Error?.ToString());
}
