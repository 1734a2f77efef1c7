using Bouncer.ImagePolicy.Objects;

namespace Bouncer.ImagePolicy.Tests.Objects;

/// <summary>Kinds, and lists of objects.</summary>
public class ObjectImagesTests
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"image":"a"}]}}""";

    public static TheoryData<string, string, PodLocation> Kinds()
    {
        var data = new TheoryData<string, string, PodLocation>();
        foreach (var ((group, kind), location) in PodBearingKinds.All)
        {
            data.Add(group, kind, location);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_IsFoundByGroupAndKind(string group, string kind, PodLocation location)
    {
        Assert.Equal(location, PodBearingKinds.Find(group, kind));
        Assert.Equal(PodLocation.Items, PodBearingKinds.Find(group, kind + "List"));
        Assert.Null(PodBearingKinds.Find(group + ".example.com", kind));
        Assert.Null(PodBearingKinds.Find(group, kind.ToLowerInvariant()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_IsReadAsAnItemToo(string group, string kind, PodLocation location)
    {
        var inner = location == PodLocation.Items ? $"[{Pod}]" : location == PodLocation.Top ? """[{"image":"a"}]""" : """{"containers":[{"image":"a"}]}""";
        var path = location == PodLocation.Top ? "ephemeralContainers" : location.Path();
        var body = Found.Nested(path, inner)[1..];
        var apiVersion = group.Length == 0 ? "v1" : group + "/v1";

        var found = Found.In($$"""{"items":[{"apiVersion":"{{apiVersion}}","kind":"{{kind}}",{{body}}]}""", PodLocation.Items);

        Assert.StartsWith($"items[0].{path}", found, StringComparison.Ordinal);
        Assert.EndsWith(".image=a", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1", "")]
    [InlineData("apps/v1", "apps")]
    [InlineData("", "")]
    [InlineData("a/b/c", "a")]
    public void GroupOfAnApiVersion_EndsAtTheSlash(string apiVersion, string group) => Assert.Equal(group, PodBearingKinds.GroupOf(apiVersion));

    [Theory]
    [InlineData("")]
    [InlineData("Service")]
    [InlineData("PodSecurityPolicy")]
    [InlineData("ServiceList")]
    public void OtherKinds_BearNoPods(string kind) => Assert.Null(PodBearingKinds.Find("", kind));

    [Fact]
    public void ItemsWithoutPods_AreSkipped()
        => Assert.Equal(
            "items[1].spec.containers[0].image=a",
            Found.In($$$"""{"items":[{"apiVersion":"v1","kind":"ConfigMap","spec":7},{{{Pod}}},{"apiVersion":"example.com/v1","kind":"Pod","spec":7}]}""", PodLocation.Items));

    [Fact]
    public void ListsInLists_AreReadToTheirPods()
    {
        var list = Pod;
        for (var i = 0; i < 100; i++)
        {
            list = $$"""{"apiVersion":"v1","kind":"List","items":[{{list}}]}""";
        }

        var path = string.Concat(Enumerable.Repeat("items[0].", 100));
        Assert.Equal($"{path}spec.containers[0].image=a", Found.In(list, PodLocation.Items));
    }

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"items":[]}""", "")]
    [InlineData("""{"items":7}""", "problem: items is not a list")]
    [InlineData("""{"items":[null]}""", "problem: items[0]: the object is null")]
    [InlineData("""{"items":[7]}""", "problem: items[0]: the object is not an object")]
    [InlineData("""{"items":[[]]}""", "problem: items[0]: the object is not an object")]
    [InlineData("""{"items":[{}]}""", "problem: items[0].kind is missing")]
    [InlineData("""{"items":[{"kind":7}]}""", "problem: items[0]: kind is not a string")]
    [InlineData("""{"items":[{"kind":"Pod","apiVersion":["v1"]}]}""", "problem: items[0]: apiVersion is not a string")]
    [InlineData("""{"items":[{"apiVersion":"v1","kind":"Pod","kind":"ConfigMap","spec":{"containers":[{"image":"evil"}]}}]}""", "problem: items[0]: kind appears twice")]
    [InlineData("""{"items":[{"apiVersion":"v1","apiVersion":"example.com/v1","kind":"Pod","spec":{"containers":[{"image":"evil"}]}}]}""", "problem: items[0]: apiVersion appears twice")]
    [InlineData("""{"items":[{"apiVersion":"v1","kind":"Pod"}]}""", "problem: items[0]: spec.containers names no container")]
    [InlineData("""{"items":[],"items":[]}""", "problem: items appears twice")]
    [InlineData("""{"items":[{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","spec":{"containers":[null]}}]}]}""", "problem: items[0].items[0]: spec.containers[0] is null")]
    public void OddList_IsEmptyOrAProblem(string json, string found) => Assert.Equal(found, Found.In(json, PodLocation.Items));

    [Theory]
    [InlineData("{}", 2_000_000)]
    [InlineData("""{"items":[{},{},{}]}""", 200_000)]
    public void ItemsBeyondTheLimit_AreAProblemAndNotMemory(string item, int count)
    {
        var json = System.Text.Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', Enumerable.Repeat(item, count))}}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(ObjectImages.TryFind(KubernetesObject.Parse(json), PodLocation.Items, out _, out var problem));

        Assert.Equal($"items has more entries than can be read; an object holds at most {KubernetesObject.MaxEntries} containers, volumes and items", problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 * 1024);
    }
}
