using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Prefixes;

/// <summary>Values at a path of parameters; <c>*</c> in it stands for all items of a list and all members of an object.</summary>
internal static class ParameterPath
{
    private const string All = "*";

    /// <summary>The values at a path, with the paths at which they stand.</summary>
    public static IEnumerable<(RegoValue Value, string Place)> Find(RegoValue value, IReadOnlyList<string> path, string place, int step = 0)
    {
        if (step == path.Count)
        {
            return [(value, place)];
        }

        return (value, path[step]) switch
        {
            (RegoArray array, All) => array.SelectMany((item, i) => Find(item, path, FormattableString.Invariant($"{place}[{i}]"), step + 1)),
            (RegoObject obj, All) => obj.SelectMany(member => Find(member.Value, path, $"{place}.{NameOf(member.Key)}", step + 1)),
            (RegoObject obj, var name) when obj.TryGet(name, out var member) => Find(member, path, $"{place}.{name}", step + 1),
            _ => [],
        };
    }

    /// <summary>The same with other values at a path; the same object if nothing changes.</summary>
    public static RegoValue Rewrite(RegoValue value, IReadOnlyList<string> path, Func<RegoValue, RegoValue> change, int step = 0)
    {
        if (step == path.Count)
        {
            return change(value);
        }

        return value switch
        {
            RegoArray array when path[step] == All => Items(array, item => Rewrite(item, path, change, step + 1)),
            RegoObject obj => Members(obj, path[step], member => Rewrite(member, path, change, step + 1)),
            _ => value,
        };
    }

    private static RegoArray Items(RegoArray array, Func<RegoValue, RegoValue> change)
    {
        var items = array.Select(change).ToArray();
        return items.Zip(array).All(pair => ReferenceEquals(pair.First, pair.Second)) ? array : RegoArray.Create(items);
    }

    private static RegoObject Members(RegoObject obj, string name, Func<RegoValue, RegoValue> change)
    {
        RegoObject.Builder? result = null;
        foreach (var (key, member) in obj)
        {
            if ((name == All || NameOf(key) == name) && change(member) is var changed && !ReferenceEquals(changed, member))
            {
                (result ??= new RegoObject.Builder(obj)).Set(key, changed);
            }
        }

        return result?.Build() ?? obj;
    }

    private static string NameOf(RegoValue key) => (key as RegoString)?.Value ?? "";
}
