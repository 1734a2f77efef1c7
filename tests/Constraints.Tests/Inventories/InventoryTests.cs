using Bouncer.Constraints.Inventories;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Inventories;

public class InventoryTests
{
    private static readonly ObjectKind Pod = new("", "v1", "Pod");

    [Fact]
    public void Objects_LieByNamespaceVersionKindAndName()
    {
        var inventory = new Inventory();
        inventory.Set(Make.Json(Make.Pod()));
        inventory.Set(Make.Json(Make.Node));
        inventory.Set(Make.Json("""{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"} }"""));

        AssertSnapshot(
            inventory,
            $$"""
            {"cluster": {"v1": {"Node": {"node-1": {{Make.Node}} } } },
             "namespace": {"shop": {
               "v1": {"Pod": {"web": {{Make.Pod()}} } },
               "apps/v1": {"Deployment": {"web": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"} } } } } } }
            """);
    }

    [Fact]
    public void NewerObject_TakesThePlaceOfTheOlder()
    {
        var inventory = new Inventory();
        inventory.Set(Make.Json(Make.Pod()));
        var before = inventory.Snapshot;
        inventory.Set(Make.Json(Make.Pod(labels: """{"app": "new"}""")));

        AssertSnapshot(inventory, $$"""{"namespace": {"shop": {"v1": {"Pod": {"web": {{Make.Pod(labels: """{"app": "new"}""")}} } } } } }""");
        Assert.Equal(Make.Json($$"""{"namespace": {"shop": {"v1": {"Pod": {"web": {{Make.Pod()}} } } } } }"""), before);
    }

    [Fact]
    public void WhatHasBecomeEmpty_IsGone()
    {
        var inventory = new Inventory();
        inventory.Set(Make.Json(Make.Pod()));
        inventory.Set(Make.Json(Make.Pod("web", "prod")));
        Assert.Equal(1, inventory.Snapshot.Count);

        inventory.Remove(Pod, "shop", "web");
        AssertSnapshot(inventory, $$"""{"namespace": {"prod": {"v1": {"Pod": {"web": {{Make.Pod("web", "prod")}} } } } } }""");

        inventory.Remove(Pod, "prod", "web");
        inventory.Remove(Pod, "prod", "never there");
        AssertSnapshot(inventory, "{}");

        inventory.Set(Make.Json(Make.Pod()));
        AssertSnapshot(inventory, $$"""{"namespace": {"shop": {"v1": {"Pod": {"web": {{Make.Pod()}} } } } } }""");
    }

    [Fact]
    public void ListOfAKind_ReplacesWhatThereWas()
    {
        var inventory = new Inventory();
        inventory.Set(Make.Json(Make.Node));
        inventory.Set(Make.Json(Make.Pod("old", "shop")));
        inventory.Set(Make.Json(Make.Pod("kept", "shop")));
        inventory.Set(Make.Json(Make.Pod("old", "test")));
        Assert.Equal(2, inventory.Snapshot.Count);

        inventory.Replace(Pod, [Make.Json(Make.Pod("kept", "shop", """{"v": "2"}""")), Make.Json("""{"metadata": {"name": "new", "namespace": "prod"} }""")]);

        AssertSnapshot(
            inventory,
            $$"""
            {"cluster": {"v1": {"Node": {"node-1": {{Make.Node}} } } },
             "namespace": {
               "shop": {"v1": {"Pod": {"kept": {{Make.Pod("kept", "shop", """{"v": "2"}""")}} } } },
               "prod": {"v1": {"Pod": {"new": {"metadata": {"name": "new", "namespace": "prod"} } } } } } }
            """);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind": "Pod"}""")]
    [InlineData("""{"apiVersion": "v1"}""")]
    [InlineData("""{"apiVersion": "apps/", "kind": "Pod"}""")]
    public void ObjectWithoutVersionOrKind_HasNoPlace(string json)
    {
        var inventory = new Inventory();

        Assert.False(inventory.Set(Make.Json(json)));
        AssertSnapshot(inventory, "{}");
    }

    [Fact]
    public void Snapshot_StaysTheSameWhileNothingChanges()
    {
        var inventory = new Inventory();
        inventory.Set(Make.Json(Make.Pod()));

        Assert.Same(inventory.Snapshot, inventory.Snapshot);
    }

    [Fact]
    public void Clear_TakesEverythingOut()
    {
        var inventory = new Inventory();
        inventory.Set(Make.Json(Make.Pod()));
        inventory.Set(Make.Json(Make.Node));
        Assert.Equal(2, inventory.Snapshot.Count);
        inventory.Clear();

        AssertSnapshot(inventory, "{}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void AnyChanges_LeaveWhatALookThroughThemWouldFind(int changesBetweenSnapshots)
    {
        // The same changes, now few at once and now many, against a plain dictionary.
        var random = new Random(17);
        var inventory = new Inventory();
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var change = 1; change <= 400; change++)
        {
            var name = $"p{random.Next(60)}";
            if (random.Next(3) == 0)
            {
                inventory.Remove(Pod, "shop", name);
                expected.Remove(name);
            }
            else
            {
                var pod = Make.Pod(name, labels: $$"""{"change": "{{change}}"}""");
                inventory.Set(Make.Json(pod));
                expected[name] = pod;
            }

            if (change % changesBetweenSnapshots == 0)
            {
                var pods = string.Join(',', expected.Select(p => $"\"{p.Key}\": {p.Value}"));
                AssertSnapshot(inventory, expected.Count == 0 ? "{}" : $$"""{"namespace": {"shop": {"v1": {"Pod": { {{pods}} } } } } }""");
            }
        }
    }

    private static void AssertSnapshot(Inventory inventory, string expected)
    {
        // By the printed text as well, which walks through the members in their order.
        Assert.Equal(Make.Json(expected), inventory.Snapshot);
        Assert.Equal(Make.Json(expected).ToString(), inventory.Snapshot.ToString());
    }
}
