using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonDocuments;

/// <summary>
/// JSON Patch (RFC 6902), on sets too: an element is its own key there. A patch that does not fit makes the result undefined, not an
/// error, as in OPA.
/// </summary>
internal static class JsonPatch
{
    public static RegoValue? Apply(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var operations = Operand.Array(operands, 1);
        RegoValue? document = operands[0];
        foreach (var operation in operations)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            document = operation is RegoObject patch ? ApplyOne(document, patch) : null;
            if (document is null)
            {
                return null;
            }
        }

        return document;
    }

    private static RegoValue? ApplyOne(RegoValue document, RegoObject patch)
    {
        if (!patch.TryGet("op", out var op) || !patch.TryGet("path", out var pathOperand) || Steps(pathOperand) is not { } path)
        {
            return null;
        }

        patch.TryGet("value", out var value);
        var from = patch.TryGet("from", out var fromOperand) ? Steps(fromOperand) : null;
        switch ((op as RegoString)?.Value)
        {
            case "add" when value is not null:
                return Insert(document, path, 0, value);
            case "remove":
                return Delete(document, path, 0);
            case "replace" when value is not null:
                return path.Count == 0 ? value : Delete(document, path, 0) is { } without ? Insert(without, path, 0, value) : null;
            case "move" when from is not null:
                return Get(document, from) is { } moved && Delete(document, from, 0) is { } rest ? Insert(rest, path, 0, moved) : null;
            case "copy" when from is not null:
                return Get(document, from) is { } copied ? Insert(document, path, 0, copied) : null;
            case "test" when value is not null:
                return value.Equals(Get(document, path)) ? document : null;
            default:
                return null;
        }
    }

    private static IReadOnlyList<RegoValue>? Steps(RegoValue path) => path is RegoString or RegoArray ? JsonPaths.Parse(path) : null;

    private static RegoValue? Get(RegoValue value, IReadOnlyList<RegoValue> path)
    {
        RegoValue? found = value;
        for (var i = 0; i < path.Count && found is not null; i++)
        {
            found = Child(found, path[i]);
        }

        return found;
    }

    private static RegoValue? Child(RegoValue value, RegoValue step)
        => value is RegoArray array ? Index(step, array.Count - 1) is { } index ? array[index] : null : value.Lookup(step);

    /// <summary>An index, as a number or as text without leading zeros; null if there is none such.</summary>
    private static int? Index(RegoValue step, int largest)
    {
        long index;
        switch (step)
        {
            case RegoNumber number when number.TryGetInt64(out index):
                break;
            case RegoString text when text.Value.Length is > 0 and < 10 && text.Value.All(char.IsAsciiDigit) && (text.Value.Length == 1 || text.Value[0] != '0'):
                index = long.Parse(text.Value, CultureInfo.InvariantCulture);
                break;
            default:
                return null;
        }

        return index >= 0 && index <= largest ? (int)index : null;
    }

    private static RegoValue? Insert(RegoValue document, IReadOnlyList<RegoValue> path, int step, RegoValue value)
    {
        if (path.Count == 0)
        {
            return value;
        }

        if (step < path.Count - 1)
        {
            return Child(document, path[step]) is { } child && Insert(child, path, step + 1, value) is { } changed
                ? Exchange(document, path[step], changed)
                : null;
        }

        switch (document)
        {
            case RegoArray array:
                var index = path[step] is RegoString { Value: "-" } ? array.Count : Index(path[step], array.Count);
                if (index is null)
                {
                    return null;
                }

                var items = array.ToList();
                items.Insert(index.Value, value);
                return RegoArray.Of(items);
            case RegoObject obj:
                var members = new RegoObject.Builder(obj);
                members.Set(path[step], value);
                return members.Build();
            case RegoSet set when path[step].Equals(value):
                var elements = new RegoSet.Builder(set);
                elements.Add(value);
                return elements.Build();
            default:
                return null;
        }
    }

    private static RegoValue? Delete(RegoValue document, IReadOnlyList<RegoValue> path, int step)
    {
        if (path.Count == 0 || Child(document, path[step]) is not { } child)
        {
            return null;
        }

        if (step < path.Count - 1)
        {
            return Delete(child, path, step + 1) is { } changed ? Exchange(document, path[step], changed) : null;
        }

        switch (document)
        {
            case RegoArray array:
                var items = array.ToList();
                items.RemoveAt(Index(path[step], array.Count - 1)!.Value);
                return RegoArray.Of(items);
            case RegoObject obj:
                return RegoObject.Create([.. obj.Where(member => !member.Key.Equals(path[step]))]);
            default:
                return RegoSet.Create([.. ((RegoSet)document).Where(element => !element.Equals(path[step]))]);
        }
    }

    /// <summary>The document with another value at a step that it has.</summary>
    private static RegoValue Exchange(RegoValue document, RegoValue step, RegoValue value)
    {
        switch (document)
        {
            case RegoArray array:
                var items = array.ToArray();
                items[Index(step, array.Count - 1)!.Value] = value;
                return RegoArray.Own(items);
            case RegoObject obj:
                var members = new RegoObject.Builder(obj);
                members.Set(step, value);
                return members.Build();
            default:
                return RegoSet.Create([.. ((RegoSet)document).Select(element => element.Equals(step) ? value : element)]);
        }
    }
}
