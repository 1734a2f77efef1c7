using System.Text;
using System.Text.RegularExpressions;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>
/// A regular expression with Go's syntax and meaning, run by .NET's engine that does not backtrack: linear in the text. What that
/// engine cannot do (word boundaries in text outside ASCII, very large automata) the backtracking one does, with a time limit.
/// </summary>
internal sealed class GoRegex
{
    private static readonly BoundedCache<string, GoRegex> Known = new(512);

    private readonly Re2Node root;
    private readonly bool hasBoundary;
    private Regex? plain;
    private Regex? beyondAscii;
    private Regex? withPairs;

    private GoRegex(string pattern)
    {
        (root, GroupNames) = Re2Parser.Parse(pattern);
        hasBoundary = Re2Translation.HasWordBoundary(root);
    }

    /// <summary>The names of capturing groups by number.</summary>
    public IReadOnlyList<string?> GroupNames { get; }

    /// <summary>The expression of a pattern, compiled once.</summary>
    /// <exception cref="BuiltinException">The pattern is none of RE2's.</exception>
    public static GoRegex Of(string pattern)
    {
        try
        {
            return Known.GetOrAdd(pattern, () => new(pattern));
        }
        catch (Re2Exception wrong)
        {
            throw new BuiltinException(wrong.Message);
        }
    }

    /// <summary>Whether a pattern is an expression of RE2.</summary>
    public static bool IsValid(string pattern)
    {
        try
        {
            Known.GetOrAdd(pattern, () => new(pattern));
            return true;
        }
        catch (Re2Exception)
        {
            return false;
        }
    }

    public bool IsMatch(BuiltinContext context, string text) => Run(context, text, static (regex, text) => regex.IsMatch(text));

    /// <summary>The first match from a place on; null if there is none.</summary>
    public Match? Match(BuiltinContext context, string text, int start)
    {
        while (Run(context, text, (regex, text) => regex.Match(text, start)) is { Success: true } match)
        {
            // A character of two chars has no place inside.
            if (match.Index == 0 || match.Index >= text.Length || !char.IsSurrogatePair(text[match.Index - 1], text[match.Index]))
            {
                return match;
            }

            start = match.Index + 1;
        }

        return null;
    }

    private TResult Run<TResult>(BuiltinContext context, string text, Func<Regex, string, TResult> use)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            return use(For(context, text), text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new RegexTimeoutException(context.RegexTimeout);
        }
    }

    private Regex For(BuiltinContext context, string text)
    {
        if (GoText.HasSurrogates(text))
        {
            return withPairs ??= Make(context, pairs: true, asciiBoundaries: hasBoundary);
        }

        return hasBoundary && !Ascii.IsValid(text)
            ? beyondAscii ??= Make(context, pairs: false, asciiBoundaries: true)
            : plain ??= Make(context, pairs: false, asciiBoundaries: false);
    }

    private Regex Make(BuiltinContext context, bool pairs, bool asciiBoundaries)
    {
        var pattern = Re2Translation.Write(root, pairs, asciiBoundaries);
        if (!asciiBoundaries)
        {
            try
            {
                return new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, context.RegexTimeout);
            }
            catch (NotSupportedException)
            {
                // Too large for the engine that does not backtrack.
            }
        }

        return new(pattern, RegexOptions.CultureInvariant, context.RegexTimeout);
    }

    /// <summary>Matches one after the other as Go's All functions find them: an empty one right behind another does not count.</summary>
    public List<Match> All(BuiltinContext context, string text, long most)
    {
        var found = new List<Match>();
        var previousEnd = -1;
        for (var at = 0; at <= text.Length && (most < 0 || found.Count < most);)
        {
            if (Match(context, text, at) is not { } match)
            {
                break;
            }

            var end = match.Index + match.Length;
            if (end != at || match.Index != previousEnd)
            {
                found.Add(match);
                context.CheckSize(found.Count);
            }

            at = end == at ? Next(text, at) : end;
            previousEnd = end;
        }

        return found;
    }

    private static int Next(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? at + 2 : at + 1;

    /// <summary>Replaces every match, <c>$1</c>, <c>${1}</c> and <c>${name}</c> standing for its groups, as Go does.</summary>
    public string Replace(BuiltinContext context, string text, string template)
    {
        var result = new StringBuilder(text.Length);
        var lastEnd = 0;
        for (var at = 0; at <= text.Length;)
        {
            if (Match(context, text, at) is not { } match)
            {
                break;
            }

            var end = match.Index + match.Length;
            result.Append(text, lastEnd, match.Index - lastEnd);
            if (end > lastEnd || match.Index == 0)
            {
                Expand(result, template, match);
                context.CheckSize(result.Length);
            }

            lastEnd = end;
            at = end > at ? end : Next(text, at);
        }

        return result.Append(text, lastEnd, text.Length - lastEnd).ToString();
    }

    private void Expand(StringBuilder result, string template, Match match)
    {
        for (var at = 0; at < template.Length;)
        {
            var dollar = template.IndexOf('$', at);
            if (dollar < 0)
            {
                result.Append(template, at, template.Length - at);
                return;
            }

            result.Append(template, at, dollar - at);
            at = dollar + 1;
            if (at < template.Length && template[at] == '$')
            {
                result.Append('$');
                at++;
                continue;
            }

            var braced = at < template.Length && template[at] == '{';
            var start = braced ? at + 1 : at;
            var end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (end == start || (braced && (end >= template.Length || template[end] != '}')))
            {
                result.Append('$'); // malformed: the dollar is itself
                continue;
            }

            result.Append(GroupText(match, template[start..end]));
            at = braced ? end + 1 : end;
        }
    }

    private string GroupText(Match match, string name)
    {
        if (name.All(char.IsAsciiDigit))
        {
            return name.Length < 6 && (name.Length == 1 || name[0] != '0') ? match.Groups[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)].Value : "";
        }

        for (var i = 1; i < GroupNames.Count; i++)
        {
            if (GroupNames[i] == name)
            {
                return match.Groups[i].Value;
            }
        }

        return "";
    }
}
