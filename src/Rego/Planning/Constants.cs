using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Planning;

/// <summary>The values of constant terms. Equal constants of a policy are one object, so that looking them up is cheap.</summary>
internal sealed class Constants
{
    private readonly Dictionary<RegoValue, RegoValue> _pool = [];

    public RegoValue Of(ScalarTerm term) => Pooled(term switch
    {
        StringTerm text => RegoNames.Of(text.Value),
        NumberTerm number => RegoNumber.Parse(number.Text),
        BooleanTerm truth => RegoBoolean.Of(truth.Value),
        _ => RegoNull.Instance,
    });

    /// <summary>The value of a scalar, or of a composite of constants.</summary>
    public bool TryGet(CheckedTerm term, [NotNullWhen(true)] out RegoValue? value)
    {
        value = term switch
        {
            CheckedScalar scalar => Of(scalar.Literal),
            CheckedArray array => All(array.Elements) is { } items ? RegoArray.Create(items) : null,
            CheckedSet set => All(set.Elements) is { } elements ? RegoSet.Create(elements) : null,
            CheckedObject pairs => Members(pairs.Pairs),
            _ => null,
        };
        return value is not null;
    }

    // The pool may be asked by two threads: some bodies are planned when they are first evaluated.
    private RegoValue Pooled(RegoValue value)
    {
        lock (_pool)
        {
            if (_pool.TryGetValue(value, out var pooled) && pooled.ToString() == value.ToString())
            {
                return pooled;
            }

            _pool.TryAdd(value, value);
            return value;
        }
    }

    private RegoValue[]? All(ImmutableArray<CheckedTerm> terms)
    {
        var values = new RegoValue[terms.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!TryGet(terms[i], out var value))
            {
                return null;
            }

            values[i] = value;
        }

        return values;
    }

    private RegoObject? Members(ImmutableArray<CheckedPair> pairs)
    {
        var members = new RegoObject.Builder(pairs.Length);
        foreach (var pair in pairs)
        {
            if (!TryGet(pair.Key, out var key) || !TryGet(pair.Value, out var value))
            {
                return null;
            }

            members.Set(key, value);
        }

        return members.Build();
    }
}
