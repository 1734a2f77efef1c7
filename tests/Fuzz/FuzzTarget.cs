using System.Text;
using Bouncer.Fuzz.Targets;

namespace Bouncer.Fuzz;

/// <summary>A decoder that strangers' bytes reach.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Run">Decodes an input and throws if what must hold for every input does not. Deterministic, no state.</param>
/// <param name="Seeds">Inputs to start from.</param>
/// <param name="Words">Pieces that matter to the grammar, which chance would not put together.</param>
internal sealed record FuzzTarget(string Name, FuzzTarget.Decoder Run, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words)
{
    /// <summary>A decoder of text, with seeds and words in UTF-8.</summary>
    public FuzzTarget(string name, Decoder run, IReadOnlyList<string> seeds, IReadOnlyList<string> words)
        : this(name, run, [.. seeds.Select(Encoding.UTF8.GetBytes)], [.. words.Select(Encoding.UTF8.GetBytes)])
    {
    }

    /// <summary>Changes a seed as its format wants it, for formats that hardly anything is left of when bytes come and go.</summary>
    public Func<byte[], Random, byte[]>? ChangeInForm { get; init; }

    /// <summary>Takes one input.</summary>
    public delegate void Decoder(ReadOnlySpan<byte> input);

    /// <summary>Every target.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        ReferenceTarget.Instance,
        PatternTarget.Instance,
        PolicyTarget.Instance,
        JsonTarget.Instance,
        ObjectTarget.Instance,
        ImageReviewTarget.Instance,
        AdmissionReviewTarget.Instance,
        RegoSyntaxTarget.Instance,
        RegoPolicyTarget.Instance,
        RegoJsonTarget.Instance,
        OtlpTarget.Traces,
        OtlpTarget.Logs,
        OtlpTarget.Metrics,
    ];

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    /// <summary>An input as text: UTF-8 where it is that, else each byte a character, so that no input is wasted.</summary>
    public static string TextOf(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? Encoding.Latin1.GetString(input) : text;
    }
}
