using BenchmarkDotNet.Attributes;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.Benchmarks;

/// <summary>Looking for an image among the entries of one rule; what matches is the last entry.</summary>
public class SelectorBenchmarks
{
    private readonly ImageReference _image = ImageReference.Parse("registry.example.com/checkout/orders:2.7.1");
    private SelectorIndex _registries = null!;
    private SelectorIndex _wildcards = null!;
    private SelectorIndex _repositories = null!;

    [Params(2, 100, 1000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var others = Enumerable.Range(1, Entries - 1);
        _registries = Index(new() { Registries = [.. others.Select(i => Registry($"r{i}.example.com")), Registry("registry.example.com")] });
        _wildcards = Index(new() { Registries = [.. others.Select(i => Registry($"*.r{i}.example.com")), Registry("*.example.com")] });
        _repositories = Index(new()
        {
            Repositories = [.. others.Select(i => Repository($"registry.example.com/team-{i}/**")), Repository("registry.example.com/checkout/*")],
        });
    }

    [Benchmark(Baseline = true)]
    public bool Registries() => _registries.Contains(_image);

    [Benchmark]
    public bool WildcardRegistries() => _wildcards.Contains(_image);

    [Benchmark]
    public bool RepositoriesOfOneRegistry() => _repositories.Contains(_image);

    private SelectorIndex Index(Lists lists)
    {
        var index = new SelectorIndex(new ImageSelector(lists.Registries, lists.Repositories, [], []));
        return index.Contains(_image) ? index : throw new InvalidOperationException("Nothing matches.");
    }

    private static RegistryPattern Registry(string text)
        => RegistryPattern.TryParse(text, out var pattern, out var error) ? pattern : throw new FormatException(error);

    private static RepositoryPattern Repository(string text)
        => RepositoryPattern.TryParse(text, out var pattern, out var error) ? pattern : throw new FormatException(error);

    private sealed record Lists
    {
        public RegistryPattern[] Registries { get; init; } = [];

        public RepositoryPattern[] Repositories { get; init; } = [];
    }
}
