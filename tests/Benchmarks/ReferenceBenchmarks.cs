using BenchmarkDotNet.Attributes;
using Bouncer.ImagePolicy.References;

namespace Bouncer.Benchmarks;

/// <summary>Parsing one image reference. To hold: 150 ns, and nothing allocated but the result.</summary>
public class ReferenceBenchmarks
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly string _short = "busybox";
    private readonly string _dockerHub = "docker.io/library/busybox:1.36";
    private readonly string _qualifiedWithTag = "registry.example.com:5000/checkout/orders:2.7.1";
    private readonly string _qualifiedWithTagAndDigest = "registry.example.com/checkout/orders:2.7.1@" + Digest;
    private readonly string _upperCaseHost = "Registry.Example.com/checkout/orders:2.7.1";
    private readonly string _refused = "registry.example.com/checkout/Orders:2.7.1";

    [Benchmark(Baseline = true)]
    public ImageReference Short() => ImageReference.Parse(_short);

    [Benchmark]
    public ImageReference DockerHub() => ImageReference.Parse(_dockerHub);

    [Benchmark]
    public ImageReference QualifiedWithTag() => ImageReference.Parse(_qualifiedWithTag);

    [Benchmark]
    public ImageReference QualifiedWithTagAndDigest() => ImageReference.Parse(_qualifiedWithTagAndDigest);

    [Benchmark]
    public ImageReference UpperCaseHost() => ImageReference.Parse(_upperCaseHost);

    [Benchmark]
    public bool Refused() => ImageReference.TryParse(_refused, out _, out _);
}
