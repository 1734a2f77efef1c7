using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Builtins;
using Bouncer.Rego.Builtins.Regexes;

namespace Bouncer.Rego;

/// <summary>
/// A regular expression with Go's syntax (RE2) and meaning, as <c>regex.match</c> has it: for hosts whose own files hold such
/// expressions. Immutable and thread-safe.
/// </summary>
public sealed class RegoRegex
{
    private readonly GoRegex _regex;

    private RegoRegex(string pattern, GoRegex regex)
    {
        Pattern = pattern;
        _regex = regex;
    }

    /// <summary>The expression as it is written.</summary>
    public string Pattern { get; }

    /// <summary>Reads an expression, or says in Go's words what is wrong with it.</summary>
    public static bool TryParse(string pattern, [NotNullWhen(true)] out RegoRegex? regex, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            regex = new RegoRegex(pattern, GoRegex.Of(pattern));
            error = null;
            return true;
        }
        catch (BuiltinException wrong)
        {
            regex = null;
            error = wrong.Detail;
            return false;
        }
    }

    /// <summary>Whether the expression matches the text or a part of it.</summary>
    /// <exception cref="TimeoutException">It ran longer than a second. Only expressions that need backtracking can.</exception>
    public bool IsMatch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return _regex.IsMatch(new BuiltinContext(), text);
        }
        catch (RegexTimeoutException late)
        {
            throw new TimeoutException($"{late.Message}: {Pattern}", late);
        }
    }
}
