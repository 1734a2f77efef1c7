using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reading;

/// <summary>Texts of strangers as they stand in messages: bounded, on one line, without control characters.</summary>
internal static class Shown
{
    private const int MaxLength = 100;

    /// <summary>A text between quotes.</summary>
    public static string Quoted(string text) => new RegoString(Cut(text)).ToString();

    /// <summary>A name or path, without quotes.</summary>
    public static string Plain(string text) => Quoted(text)[1..^1];

    /// <summary>A value as Kubernetes shows it in messages: text between quotes, other values as JSON.</summary>
    public static string Value(RegoValue value) => value is RegoString text ? Quoted(text.Value) : Cut(value.ToString());

    private static string Cut(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
}
