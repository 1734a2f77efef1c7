using Bouncer.Rego.Values;

namespace Bouncer.Rego;

/// <summary>What came of an evaluation: results, none if the query is undefined, or an error.</summary>
public sealed class RegoOutcome
{
    private RegoOutcome(IReadOnlyList<RegoResult> results, RegoError? error)
    {
        Results = results;
        Error = error;
    }

    /// <summary>One for each way in which the query holds. Empty if it is undefined, and if there is an error.</summary>
    public IReadOnlyList<RegoResult> Results { get; }

    /// <summary>Why there is no result; null if the evaluation came to its end.</summary>
    public RegoError? Error { get; }

    /// <summary>The value of the first result's first expression: what a query such as <c>data.a.p</c> is about. Null if it is
    /// undefined. Look at <see cref="Error"/> first: "could not tell" is null here as well.</summary>
    public RegoValue? Value => Results.Count > 0 && Results[0].Expressions.Count > 0 ? Results[0].Expressions[0] : null;

    internal static RegoOutcome Undefined { get; } = new([], null);

    internal static RegoOutcome Of(IReadOnlyList<RegoResult> results) => results.Count == 0 ? Undefined : new(results, null);

    internal static RegoOutcome Of(RegoError error) => new([], error);
}

/// <summary>One way in which a query holds.</summary>
public sealed class RegoResult
{
    private readonly string[] _names;
    private readonly RegoValue[] _values;

    internal RegoResult(string[] names, RegoValue[] values, RegoValue[] expressions)
    {
        _names = names;
        _values = values;
        Expressions = expressions;
    }

    /// <summary>The values of the query's expressions, in the order in which they were evaluated; true for those that are no term.</summary>
    public IReadOnlyList<RegoValue> Expressions { get; }

    /// <summary>The query's variables with their values, in the order of their names in the query.</summary>
    public IEnumerable<KeyValuePair<string, RegoValue>> Bindings => _names.Select((name, i) => KeyValuePair.Create(name, _values[i]));

    /// <summary>The value of a variable of the query; null if it has none of that name.</summary>
    public RegoValue? this[string variable] => Array.IndexOf(_names, variable) is >= 0 and var i ? _values[i] : null;
}
