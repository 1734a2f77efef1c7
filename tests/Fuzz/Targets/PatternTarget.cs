using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.Fuzz.Targets;

/// <summary>Patterns for registries, repositories and images, and matching with them.</summary>
internal static class PatternTarget
{
    public static readonly FuzzTarget Instance = new(
        "pattern",
        Run,
        [
            "docker.io", "*.example.com:5000", "**.example.com:*", "localhost:*", "**", "[0::1]:443", "BUILDHOST/app",
            "docker.io/busybox", "gcr.io/my-project/*", "gcr.io/my-*/**/x", "**/app", "index.docker.io/library/busybox:1.*",
            "gcr.io:443/team/app:v*@" + ReferenceTarget.Digest,
        ],
        [".", ":", "/", "@", "*", "**", ":*", "/**", "**.", "[", "]", "-", "_", "A", "://", "docker.io/", "\0", "\u3002"]);

    /// <summary>Made on first use: instrumented code runs within the fuzzer only.</summary>
    private static readonly Lazy<ImageReference[]> s_images = new(() =>
    [
        .. new[]
        {
            "busybox", "registry.example.com:5000/team/app:v1", "gcr.io/my-project/a/b/c@" + ReferenceTarget.Digest,
            "[::1]/app", "localhost:5000/x",
        }.Select(ImageReference.Parse),
    ]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        var text = FuzzTarget.TextOf(input);
        Registry(text);
        Repository(text);
        Image(text);
    }

    private static void Registry(string text)
    {
        if (!RegistryPattern.TryParse(text, out var pattern, out var error))
        {
            Must.BePrintable(error);
            return;
        }

        Must.Hold(RegistryPattern.TryParse(pattern.Text, out var again, out _) && again.Text == pattern.Text, "the normal form is a fixed point");
        Array.ForEach(s_images.Value, image => Must.Hold(again!.Matches(image.Registry) == pattern.Matches(image.Registry), "it matches the same"));
    }

    private static void Repository(string text)
    {
        if (!RepositoryPattern.TryParse(text, out var pattern, out var error))
        {
            Must.BePrintable(error);
            return;
        }

        Must.Hold(RepositoryPattern.TryParse(pattern.Text, out var again, out _) && again.Text == pattern.Text, "the normal form is a fixed point");
        Array.ForEach(s_images.Value, image => Must.Hold(again!.Matches(image) == pattern.Matches(image), "it matches the same"));
        if (!text.Contains('*', StringComparison.Ordinal) && ImageReference.TryParse(text, out var itself, out _))
        {
            Must.Hold(pattern.Matches(itself), "a pattern without wildcards matches itself");
        }
    }

    private static void Image(string text)
    {
        if (!ImagePattern.TryParse(text, out var pattern, out var error))
        {
            Must.BePrintable(error);
            return;
        }

        Must.Hold(ImagePattern.TryParse(pattern.Text, out var again, out _) && again.Text == pattern.Text, "the normal form is a fixed point");
        Array.ForEach(s_images.Value, image => Must.Hold(again!.Matches(image) == pattern.Matches(image), "it matches the same"));
    }
}
