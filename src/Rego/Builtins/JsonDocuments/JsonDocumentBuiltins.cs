using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonDocuments;

/// <summary>Parts of documents. Recursion is bounded by the depth values may have.</summary>
internal static class JsonDocumentBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("json.filter", (_, operands) => Filter(Operand.Object(operands, 0), JsonPaths.ParseAll(operands[1]))),
        new("json.remove", (_, operands) => Remove(Operand.Object(operands, 0), JsonPaths.ParseAll(operands[1]))),
        new("json.patch", JsonPatch.Apply),
    ];

    /// <summary>Only what paths lead to.</summary>
    private static RegoValue Filter(RegoValue value, PathTree paths)
    {
        if (paths.IsEnd)
        {
            return value;
        }

        switch (value)
        {
            case RegoArray array:
                var items = new List<RegoValue>();
                for (var i = 0; i < array.Count; i++)
                {
                    if (paths.Child(i) is { } child)
                    {
                        items.Add(Filter(array[i], child));
                    }
                }

                return RegoArray.Of(items);
            case RegoSet set:
                var elements = new RegoSet.Builder();
                foreach (var element in set)
                {
                    if (paths.Child(element) is { } child)
                    {
                        elements.Add(Filter(element, child));
                    }
                }

                return elements.Build();
            case RegoObject obj:
                var members = new RegoObject.Builder();
                foreach (var (key, member) in obj)
                {
                    if (paths.Child(key) is { } child)
                    {
                        members.Set(key, Filter(member, child));
                    }
                }

                return members.Build();
            default:
                return value;
        }
    }

    /// <summary>All but what paths lead to. Items of arrays move up.</summary>
    private static RegoValue Remove(RegoValue value, PathTree? paths)
    {
        if (paths is null)
        {
            return value;
        }

        switch (value)
        {
            case RegoArray array:
                var items = new List<RegoValue>(array.Count);
                for (var i = 0; i < array.Count; i++)
                {
                    if (paths.Child(i) is not { IsEnd: true } and var child)
                    {
                        items.Add(Remove(array[i], child));
                    }
                }

                return RegoArray.Of(items);
            case RegoSet set:
                var elements = new RegoSet.Builder();
                foreach (var element in set)
                {
                    if (paths.Child(element) is not { IsEnd: true } and var child)
                    {
                        elements.Add(Remove(element, child));
                    }
                }

                return elements.Build();
            case RegoObject obj:
                var members = new RegoObject.Builder(obj.Count);
                foreach (var (key, member) in obj)
                {
                    if (paths.Child(key) is not { IsEnd: true } and var child)
                    {
                        members.Set(key, Remove(member, child));
                    }
                }

                return members.Build();
            default:
                return value;
        }
    }
}
