using System.Text;
using Bouncer.Constraints.Objects;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.Rego.Json;

namespace Bouncer.GatekeeperAdapter.Tests.Audit;

/// <summary>What statuses hold of violations.</summary>
public class ResultsTests
{
    [Fact]
    public void MessageOf256Bytes_Stays()
    {
        var message = new string('m', 256);

        Assert.Equal(message, StatusMessage.Of(message));
    }

    [Fact]
    public void LongerMessage_EndsInDotsAt256Bytes()
        => Assert.Equal(new string('m', 253) + "...", StatusMessage.Of(new string('m', 257)));

    [Theory]
    [InlineData("é", 126)]
    [InlineData("€", 84)]
    [InlineData("😀", 63)]
    public void LongerMessage_IsNotCutThroughACharacter(string character, int whole)
    {
        var cut = StatusMessage.Of(string.Concat(Enumerable.Repeat(character, 300)));

        Assert.Equal(string.Concat(Enumerable.Repeat(character, whole)) + "...", cut);
        Assert.True(Encoding.UTF8.GetByteCount(cut) <= StatusMessage.MaxBytes);
    }

    [Fact]
    public void Results_HoldTheFirstInOrder_HoweverTheyCome()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"pod-{i:00}")];
        ConstraintResults ascending = new(3), descending = new(3);
        foreach (var name in names)
        {
            ascending.Add(Violation(name));
        }

        foreach (var name in names.Reverse())
        {
            descending.Add(Violation(name));
        }

        Assert.Equal(["pod-00", "pod-01", "pod-02"], ascending.First.Select(v => v.Name));
        Assert.Equal(["pod-00", "pod-01", "pod-02"], descending.First.Select(v => v.Name));
        Assert.Equal((50, 50), (ascending.Total, descending.Total));
    }

    [Fact]
    public void Results_OrderByKindBeforeNamespaceBeforeNameBeforeMessage()
    {
        var results = new ConstraintResults(10);
        results.Add(Violation("a") with { Kind = new("apps", "v1", "Deployment") });
        results.Add(Violation("b") with { Namespace = "a" });
        results.Add(Violation("a") with { Message = "second" });
        results.Add(Violation("a") with { Message = "first" });

        Assert.Equal(
            ["Pod a/b m", "Pod shop/a first", "Pod shop/a second", "Deployment shop/a m"],
            results.First.Select(v => $"{v.Kind.Kind} {v.Namespace}/{v.Name} {v.Message}"));
    }

    [Fact]
    public void EqualEntries_AreBothThere()
    {
        // The same object can have two violations that differ beyond the message's end, or in details alone.
        var results = new ConstraintResults(10);
        results.Add(Violation("a"));
        results.Add(Violation("a"));

        Assert.Equal(2, results.First.Count);
    }

    [Fact]
    public void LimitOfZero_HoldsNoneAndCountsAll()
    {
        var results = new ConstraintResults(0);
        results.Add(Violation("a"));

        Assert.Empty(results.First);
        Assert.Equal(1, results.Total);
    }

    [Fact]
    public void PartsOfAnAudit_AddUp()
    {
        ConstraintResults all = new(2), part = new(2);
        all.Add(Violation("b"));
        all.Add(Violation("d"));
        part.Add(Violation("a"));
        part.Add(Violation("c"));
        part.Add(Violation("e"));
        all.Add(part);

        Assert.Equal(["a", "b"], all.First.Select(v => v.Name));
        Assert.Equal(5, all.Total);
    }

    [Fact]
    public void Entry_HasGatekeepersFields()
        => Assert.Equal(
            """{"enforcementAction":"deny","group":"","kind":"Pod","message":"m","name":"a","namespace":"shop","version":"v1"}""",
            RegoJson.ToJson(Violation("a").ToDocument()));

    [Fact]
    public void EntryOfScopedConstraintAndClusterScopedObject_NamesTheActionsAndNoNamespace()
        => Assert.Equal(
            """{"enforcementAction":"scoped","enforcementActions":["deny","warn"],"group":"","kind":"Namespace","message":"m","name":"a","version":"v1"}""",
            RegoJson.ToJson((Violation("a") with { Kind = new("", "v1", "Namespace"), Namespace = "", Action = "scoped", Actions = ["deny", "warn"] }).ToDocument()));

    private static StatusViolation Violation(string name) => new(new ObjectKind("", "v1", "Pod"), "shop", name, "m", "deny", []);
}
