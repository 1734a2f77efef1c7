using Bouncer.ImagePolicy.References;

namespace Bouncer.Fuzz.Targets;

/// <summary>Image references.</summary>
internal static class ReferenceTarget
{
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static readonly FuzzTarget Instance = new(
        "reference",
        Run,
        [
            "busybox", "library/busybox:1.36", "docker.io/library/busybox@" + Digest, "index.docker.io/busybox:latest@" + Digest,
            "registry.example.com:5000/team/app__x-y.z:V1", "[2001:db8::1]:0443/app", "LOCALHOST/app", "a@sha512:" + Digest[7..] + Digest[7..],
        ],
        [".", ":", "/", "@", "_", "__", "-", "[", "]", "::", "0", "A", "docker.io/", "index.docker.io/", "localhost/", "library/", "sha256:", "%", "\0", "\u3002", "\u0131"]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        var text = FuzzTarget.TextOf(input);
        if (!ImageReference.TryParse(text, out var image, out var error))
        {
            Must.BePrintable(error.Message);
            Must.Hold(error.Position >= 0 && error.Position <= text.Length, "the position lies in the text");
            return;
        }

        var normal = image.ToString();
        Must.BePrintable(normal);
        Must.Hold(ImageReference.TryParse(normal, out var again, out _), "the normal form parses");
        Must.Hold(again!.ToString() == normal, "the normal form is a fixed point");
        Must.Hold(image.Registry.SequenceEqual(again.Registry) && image.Repository.SequenceEqual(again.Repository), "it names the same repository");
    }
}
