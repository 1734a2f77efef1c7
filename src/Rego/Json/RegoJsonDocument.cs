using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>
/// A JSON text with a value that is decoded as far as somebody looks, and only until this is disposed: for hosts that read one text after
/// the other. Looking into its objects and arrays fails from then on (<see cref="ObjectDisposedException"/>); texts and numbers that were
/// taken out of them stay.
/// </summary>
public sealed class RegoJsonDocument : IDisposable
{
    private readonly JsonTape _tape;

    private RegoJsonDocument(JsonTape tape)
    {
        _tape = tape;
        Root = tape.Decode(0, tape.Depth);
    }

    /// <summary>The value of the text.</summary>
    public RegoValue Root { get; }

    /// <summary>Reads a JSON text.</summary>
    /// <param name="utf8">The text. It must not change until the document is disposed.</param>
    /// <param name="document">The document.</param>
    /// <param name="error">What Go says is wrong with the text.</param>
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out RegoJsonDocument? document, [NotNullWhen(false)] out string? error)
    {
        document = RegoJson.TryRead(utf8, isPooled: true, out var tape, out error) ? new(tape) : null;
        return document is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Release();
}
