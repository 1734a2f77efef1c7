using System.Globalization;
using System.Text;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>How many violations are to come of a case, of all or of those with certain messages.</summary>
public sealed class SuiteAssertion
{
    private readonly RegoRegex? _message;

    private SuiteAssertion(int? count, RegoRegex? message, string? problem)
    {
        Count = count;
        _message = message;
        Problem = problem;
    }

    /// <summary>How many there are to be exactly; null for at least one.</summary>
    public int? Count { get; }

    /// <summary>The expression that messages are to match, in part at least; null if all violations count.</summary>
    public string? Message => _message?.Pattern;

    /// <summary>What is wrong with the assertion, with the field's name before it: then it never holds. Null if nothing is.</summary>
    public string? Problem { get; }

    /// <summary>The assertion of a suite's fields.</summary>
    /// <param name="violations">A number from 0, <c>yes</c> or <c>no</c>, also as booleans: YAML has them for the same. Null, as if it
    /// was not there, for <c>yes</c>.</param>
    /// <param name="message">An expression in Go's syntax (RE2); null or empty if messages do not matter.</param>
    public static SuiteAssertion Of(RegoValue? violations, string? message)
    {
        if (!TryCount(violations, out var count))
        {
            return new SuiteAssertion(null, null, $"violations: is {violations}; write yes, no, or a number from 0");
        }

        if (string.IsNullOrEmpty(message))
        {
            return new SuiteAssertion(count, null, null);
        }

        return RegoRegex.TryParse(message, out var regex, out var error)
            ? new SuiteAssertion(count, regex, null)
            : new SuiteAssertion(count, null, $"message: {error}; write a regular expression of Go (RE2)");
    }

    /// <summary>Whether the assertion holds.</summary>
    /// <param name="messages">The messages of all violations.</param>
    /// <returns>Null if it holds; otherwise what came and what was to come, in several lines.</returns>
    public string? Check(IReadOnlyList<string> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (Problem is not null)
        {
            return Problem;
        }

        int found;
        try
        {
            found = messages.Count(m => _message?.IsMatch(m) ?? true);
        }
        catch (TimeoutException late)
        {
            return $"message: {late.Message}; write a simpler expression";
        }

        return (Count is { } count ? found == count : found > 0) ? null : Describe(found, messages);
    }

    private static bool TryCount(RegoValue? violations, out int? count)
    {
        count = null;
        switch (violations)
        {
            case null or RegoNull or RegoBoolean { Value: true } or RegoString { Value: "yes" }:
                return true;
            case RegoBoolean or RegoString { Value: "no" }:
                count = 0;
                return true;
            case RegoNumber number when number.TryGetInt64(out var exactly) && exactly is >= 0 and <= int.MaxValue:
                count = (int)exactly;
                return true;
            default:
                return false;
        }
    }

    private string Describe(int found, IReadOnlyList<string> messages)
    {
        var wanted = Count switch
        {
            null => "at least 1 is",
            0 => "none is",
            1 => "exactly 1 is",
            { } count => string.Create(CultureInfo.InvariantCulture, $"exactly {count} are"),
        };
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{found} violation{(found == 1 ? "" : "s")}");
        text.Append(Message is null ? "" : $" with a message like \"{Message}\"").Append(", where ").Append(wanted).Append(" wanted");
        if (messages.Count == 0)
        {
            return text.Append("; there are no violations at all").ToString();
        }

        text.Append("; the messages are");
        foreach (var message in messages)
        {
            text.Append("\n  ").Append(message.ReplaceLineEndings("\n  "));
        }

        return text.ToString();
    }
}
