using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>Steps along constant keys.</summary>
internal static class Paths
{
    public static RegoValue? Follow(RegoValue? value, RegoValue[] keys)
    {
        foreach (var key in keys)
        {
            if (value is null)
            {
                return null;
            }

            value = value.Lookup(key);
        }

        return value;
    }

    /// <summary>
    /// A step into base documents. OPA reads those by paths of text, so that numbers find members named like them, and text
    /// finds the items of an array.
    /// </summary>
    public static RegoValue? BaseLookup(RegoValue? document, RegoValue key)
    {
        if (document?.Lookup(key) is { } found)
        {
            return found;
        }

        return (document, key) switch
        {
            (RegoObject members, RegoNumber) => members.Lookup(new RegoString(key.ToString())),
            (RegoArray items, RegoString { Value: { Length: > 0 and < 10 } text }) when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < items.Count && (text[0] != '0' || text.Length == 1) => items[index],
            _ => null,
        };
    }

    /// <summary>Steps into base documents.</summary>
    public static RegoValue? FollowBase(RegoValue? document, ReadOnlySpan<RegoValue> keys)
    {
        foreach (var key in keys)
        {
            document = BaseLookup(document, key);
        }

        return document;
    }

    /// <summary>Whether a path starts with another one, or is that one.</summary>
    public static bool StartsWith(this RegoValue[] path, RegoValue[] start)
    {
        if (path.Length < start.Length)
        {
            return false;
        }

        for (var i = 0; i < start.Length; i++)
        {
            if (!path[i].Equals(start[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A value with another one put at a path; what is on the way and no object gives way to one.</summary>
    public static RegoValue Put(RegoValue? root, ReadOnlySpan<RegoValue> path, RegoValue value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        var existing = root as RegoObject;
        var changed = existing is null ? new RegoObject.Builder(1) : new RegoObject.Builder(existing);
        changed.Set(path[0], Put(existing?.Lookup(path[0]), path[1..], value));
        return changed.Build();
    }
}

/// <summary><c>input.a.b</c>.</summary>
internal sealed class InputExpression(RegoValue[] keys) : Expression
{
    public RegoValue[] Keys { get; } = keys;

    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame) => Paths.Follow(context.Scope.Input, Keys);
}

/// <summary><c>data.a.b</c> where no rules are: base documents alone.</summary>
internal sealed class BaseDocumentExpression(RegoValue[] keys) : Expression
{
    public RegoValue[] Keys { get; } = keys;

    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame) => Paths.FollowBase(context.Scope.Data, Keys);
}

/// <summary><c>x.a.b</c>.</summary>
internal sealed class PathExpression(Expression start, RegoValue[] keys) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame) => Paths.Follow(start.Evaluate(context, frame), keys);
}

/// <summary><c>x[y]</c>, both bound.</summary>
internal sealed class LookupExpression(Expression start, Expression key) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var value = start.Evaluate(context, frame);
        if (value is null)
        {
            return null;
        }

        var at = key.Evaluate(context, frame);
        return at is null ? null : value.Lookup(at);
    }
}

/// <summary><c>data.a[y]</c> where no rules are.</summary>
internal sealed class BaseLookupExpression(Expression start, Expression key) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var document = start.Evaluate(context, frame);
        return document is not null && key.Evaluate(context, frame) is { } at ? Paths.BaseLookup(document, at) : null;
    }
}

/// <summary>An item of what is known to be an array that long.</summary>
internal sealed class ItemExpression(int slot, int index) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame) => ((RegoArray)frame[slot].Value!)[index];
}
