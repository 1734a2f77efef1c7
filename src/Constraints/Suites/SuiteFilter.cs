using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego;

namespace Bouncer.Constraints.Suites;

/// <summary>
/// Which tests and cases run, as the option <c>--run</c> of <c>gator verify</c> says it: <c>test//case</c>, two regular expressions of
/// which either may be empty; or one without <c>//</c>, which the test's or the case's name is to match.
/// </summary>
public sealed class SuiteFilter
{
    private const string Separator = "//";
    private readonly RegoRegex? _test;
    private readonly RegoRegex? _case;
    private readonly RegoRegex? _either;

    private SuiteFilter(RegoRegex? test, RegoRegex? @case, RegoRegex? either)
    {
        _test = test;
        _case = @case;
        _either = either;
    }

    /// <summary>Everything runs.</summary>
    public static SuiteFilter All { get; } = new(null, null, null);

    /// <summary>Reads a filter, or says what is wrong with it.</summary>
    public static bool TryParse(string run, [NotNullWhen(true)] out SuiteFilter? filter, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(run);
        filter = null;
        var parts = run.Split(Separator);
        if (parts.Length > 2)
        {
            problem = $"\"{run}\" has {Separator} more than once; write TEST{Separator}CASE";
            return false;
        }

        var regexes = new RegoRegex?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!RegoRegex.TryParse(parts[i], out regexes[i], out var error))
            {
                problem = $"\"{run}\": {error}; write regular expressions of Go (RE2)";
                return false;
            }
        }

        filter = parts.Length == 2 ? new SuiteFilter(regexes[0], regexes[1], null) : new SuiteFilter(null, null, regexes[0]);
        problem = null;
        return true;
    }

    /// <summary>Whether a test runs, with those of its cases that match.</summary>
    public bool Matches(SuiteTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return _either is null
            ? IsMatch(_test, test.Name)
            : IsMatch(_either, test.Name) || test.Cases.Any(c => IsMatch(_either, c.Name));
    }

    /// <summary>Whether a case of a test runs.</summary>
    public bool Matches(SuiteTest test, SuiteCase @case)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(@case);
        return _either is null
            ? Matches(test) && IsMatch(_case, @case.Name)
            : IsMatch(_either, test.Name) || IsMatch(_either, @case.Name);
    }

    private static bool IsMatch(RegoRegex? regex, string name)
    {
        try
        {
            return regex?.IsMatch(name) ?? true;
        }
        catch (TimeoutException)
        {
            return true; // better one test too many than one that nobody ran
        }
    }
}
