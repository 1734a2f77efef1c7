using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;
using Bouncer.ImagePolicy.Tests.References;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bouncer.ImagePolicy.Tests.Deciding;

public class SelectorIndexTests
{
    private static readonly string[] s_hosts =
        ["docker.io", "index.docker.io", "Docker.io", "quay.io", "quay.io:443", "QUAY.io:0443", "quay.io:5000", "*.io", "**.io", "quay.io:*", "**", "HOST", "host:443", "[::1]", "[0::1]:443", "localhost", "localhost:*"];

    private static readonly string[] s_paths = ["busybox", "library/busybox", "a", "a/b", "a/*", "a/**", "*", "**", "*/b"];

    private static readonly string[] s_versions = ["", "", ":1", ":latest", "@sha256:" + Hex.Of64, ":1@sha256:" + Hex.Of64];

    [Property(MaxTest = 5_000)]
    public void Index_AgreesWithThePatternsThemselves(int seed)
    {
        var random = new Random(seed);
        var selector = Selector(random);
        var index = new SelectorIndex(selector);
        for (var i = 0; i < 20; i++)
        {
            var written = Any(random, s_hosts) + "/" + Any(random, s_paths) + Any(random, s_versions);
            if (ImageReference.TryParse(written, out var image, out _))
            {
                Assert.True(
                    Naive(selector, image) == index.Contains(image), $"{image} by {string.Join(", ", selector.Patterns)}, seed {seed}");
            }
        }
    }

    [Fact]
    public void EmptySelector_ContainsNothing()
        => Assert.False(new SelectorIndex(ImageSelector.None).Contains(ImageReference.Parse("busybox")));

    private static bool Naive(ImageSelector selector, ImageReference image)
        => selector.Registries.Any(p => p.Matches(image.Registry))
            || selector.Repositories.Any(p => p.Matches(image))
            || selector.Images.Any(p => p.Matches(image))
            || selector.Tags.Any(t => !image.HasDigest && t.Matches(image.ResolvedTag));

    private static ImageSelector Selector(Random random)
    {
        List<RegistryPattern> registries = [];
        List<RepositoryPattern> repositories = [];
        List<ImagePattern> images = [];
        for (var i = random.Next(4); i > 0; i--)
        {
            var host = Any(random, s_hosts);
            var repository = $"{host}/{Any(random, s_paths)}";
            switch (random.Next(3))
            {
                case 0 when RegistryPattern.TryParse(host, out var pattern, out _):
                    registries.Add(pattern);
                    break;
                case 1 when RepositoryPattern.TryParse(repository, out var pattern, out _):
                    repositories.Add(pattern);
                    break;
                case 2 when ImagePattern.TryParse(repository + Any(random, s_versions), out var pattern, out _):
                    images.Add(pattern);
                    break;
            }
        }

        return new(registries, repositories, images, random.Next(4) == 0 ? [new Glob("l*")] : []);
    }

    private static string Any(Random random, string[] texts) => texts[random.Next(texts.Length)];
}
