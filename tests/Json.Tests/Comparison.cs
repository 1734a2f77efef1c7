using System.Text.Json;
using Bouncer.Json;

namespace Bouncer.Json.Tests;

/// <summary>
/// Reads a text with <see cref="JsonReader"/> and <see cref="Utf8JsonReader"/> side by side, and says where they differ:
/// in a token, its place or its text, or in whether and how they refuse.
/// </summary>
internal static class Comparison
{
    private static readonly byte[][] s_names = ["kind"u8.ToArray(), "image"u8.ToArray(), "a"u8.ToArray(), ""u8.ToArray(), "\uFFFD"u8.ToArray()];

    /// <summary>The first difference; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="skips">Whether the value at the nth token is skipped: the bits of a number, again and again.</param>
    public static string? Difference(ReadOnlySpan<byte> text, uint skips)
    {
        var ours = new JsonReader(text);
        var theirs = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonReader.MaxDepth });
        for (var n = 0; ; n++)
        {
            var skip = ((skips >> (n % 32)) & 1) != 0;
            var (ourEnd, ourError) = Step(ref ours, skip);
            var (theirEnd, theirError) = Step(ref theirs, skip);
            var difference = ourError != theirError ? $"error '{ourError}', not '{theirError}'"
                : ourEnd != theirEnd ? $"end {ourEnd}, not {theirEnd}"
                : ourEnd || ourError is not null ? null
                : Difference(ref ours, ref theirs);
            if (difference is not null)
            {
                return $"token {n}{(skip ? " (skipped)" : "")}: {difference}";
            }

            if (ourEnd || ourError is not null)
            {
                return null;
            }
        }
    }

    private static string? Difference(ref JsonReader ours, ref Utf8JsonReader theirs)
    {
        if (ours.TokenType != theirs.TokenType)
        {
            return $"{ours.TokenType}, not {theirs.TokenType}";
        }

        if (ours.TokenStart != theirs.TokenStartIndex || ours.Consumed != theirs.BytesConsumed)
        {
            return $"from {ours.TokenStart} to {ours.Consumed}, not from {theirs.TokenStartIndex} to {theirs.BytesConsumed}";
        }

        if (ours.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
        {
            return null;
        }

        var (ourText, theirText) = (TextOf(ref ours), TextOf(ref theirs));
        return ourText == theirText ? null : $"{ourText}, not {theirText}";
    }

    private static (bool End, string? Error) Step(ref JsonReader reader, bool skip)
    {
        try
        {
            if (!reader.Read())
            {
                return (true, null);
            }

            if (skip)
            {
                reader.Skip();
            }

            return (false, null);
        }
        catch (JsonException e)
        {
            return (false, e.Message);
        }
    }

    private static (bool End, string? Error) Step(ref Utf8JsonReader reader, bool skip)
    {
        try
        {
            if (!reader.Read())
            {
                return (true, null);
            }

            if (skip)
            {
                reader.Skip();
            }

            return (false, null);
        }
        catch (JsonException e)
        {
            return (false, e.Message);
        }
    }

    /// <summary>The text of a name or string, and what it is equal to; or that it cannot be asked for.</summary>
    private static string TextOf(ref JsonReader reader)
    {
        var equal = "";
        foreach (var name in s_names)
        {
            try
            {
                equal += reader.ValueTextEquals(name) ? "=" : "/";
            }
            catch (InvalidOperationException)
            {
                equal += "!";
            }
        }

        try
        {
            return $"'{reader.GetString()}' {equal}";
        }
        catch (InvalidOperationException)
        {
            return $"no Unicode {equal}";
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        var equal = "";
        foreach (var name in s_names)
        {
            try
            {
                equal += reader.ValueTextEquals(name) ? "=" : "/";
            }
            catch (InvalidOperationException)
            {
                equal += "!";
            }
        }

        try
        {
            return $"'{reader.GetString()}' {equal}";
        }
        catch (InvalidOperationException)
        {
            return $"no Unicode {equal}";
        }
    }
}
