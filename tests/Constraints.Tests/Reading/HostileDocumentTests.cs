using Bouncer.Constraints.Store;
using Bouncer.Constraints.Tests.Building;
using Bouncer.Rego.Values;
using FsCheck.Xunit;

namespace Bouncer.Constraints.Tests.Reading;

/// <summary>Documents in which anything stands anywhere are answered, never a crash.</summary>
public class HostileDocumentTests
{
    private static readonly RegoValue[] Anything =
    [
        RegoNull.Instance, RegoBoolean.True, RegoNumber.Of(-1), RegoNumber.Parse("1e400"), RegoString.Of(""), RegoString.Of("\u0000*"),
        RegoArray.Empty, RegoArray.Create(RegoNull.Instance), RegoObject.Empty, Nested(900),
    ];

    [Property(MaxTest = 400)]
    public void MutatedDocuments_AreAnswered(int template, int constraint, byte first, byte second)
    {
        var store = new ConstraintStore();
        var changedTemplate = Mutate(Yaml.Document(Yaml.AllowedRepos), template, Anything[first % Anything.Length]);
        var changedConstraint = Mutate(
            Yaml.Document(Yaml.Constraint("{match: {kinds: [{apiGroups: [''], kinds: [Pod]}], labelSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}, parameters: {repos: [docker.io]}}")),
            constraint,
            Anything[second % Anything.Length]);

        foreach (var document in (RegoObject[])[changedTemplate, changedConstraint, Yaml.Document(Yaml.AllowedRepos), changedConstraint, changedTemplate])
        {
            var checkedChange = store.Check(document);
            var change = store.Apply(document);

            Assert.Equal(change.Kind is StoreChangeKind.Refused, change.Problems.Any(p => p.Code is not (ProblemCode.MissingTemplate or ProblemCode.Unsupported)));
            Assert.True(checkedChange.Kind == change.Kind || change.Kind == StoreChangeKind.Unchanged, $"{checkedChange.Kind} {change.Kind}");
        }

        Assert.InRange(store.Snapshot.Constraints.Count, 0, 1);
    }

    // The value at the nth place of a document becomes another.
    private static RegoObject Mutate(RegoObject document, int seed, RegoValue replacement)
    {
        var places = Places(document).ToList();
        var path = places[(int)((uint)seed % (uint)places.Count)];
        return (RegoObject)Replace(document, path, replacement);
    }

    private static IEnumerable<RegoValue[]> Places(RegoValue value) => value switch
    {
        RegoObject obj => obj.SelectMany(m => Places(m.Value).Prepend([]).Select(p => (RegoValue[])[m.Key, .. p])),
        RegoArray array => array.SelectMany((item, i) => Places(item).Prepend([]).Select(p => (RegoValue[])[RegoNumber.Of(i), .. p])),
        _ => [],
    };

    private static RegoValue Replace(RegoValue value, ReadOnlySpan<RegoValue> path, RegoValue replacement)
    {
        if (path.IsEmpty)
        {
            return replacement;
        }

        if (value is RegoObject obj)
        {
            var result = new RegoObject.Builder(obj);
            result.Set(path[0], Replace(value.Lookup(path[0])!, path[1..], replacement));
            return result.Build();
        }

        var items = ((RegoArray)value).ToArray();
        ((RegoNumber)path[0]).TryGetInt64(out var index);
        items[index] = Replace(items[index], path[1..], replacement);
        return RegoArray.Create(items);
    }

    private static RegoValue Nested(int depth)
    {
        RegoValue value = RegoNull.Instance;
        for (var i = 0; i < depth; i++)
        {
            value = i % 2 == 0 ? RegoArray.Create(value) : RegoObject.Create(KeyValuePair.Create<RegoValue, RegoValue>(RegoString.Of("properties"), value));
        }

        return value;
    }
}
