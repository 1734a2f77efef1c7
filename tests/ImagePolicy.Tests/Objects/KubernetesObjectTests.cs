using System.Text;
using System.Text.Json;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.ImagePolicy.Tests.Objects;

/// <summary>Where images are found in one object, and what is a problem.</summary>
public class KubernetesObjectTests
{
    private const string PodSpec =
        """
        {"volumes":[{"name":"v0","emptyDir":{}},{"name":"v1","image":{"reference":"volume:1","pullPolicy":"Always"}}],
         "ephemeralContainers":[{"name":"e","image":"ephemeral:1"}],
         "initContainers":[{"name":"i0","image":"init:0"},{"image":"init:1","name":"i1"}],
         "containers":[{"name":"c0","image":"main:0"},{"name":"c1","env":[{"name":"image","value":"other:1"}],"image":"main:1"}],
         "nodeSelector":{"image":"no:1"} }
        """;

    [Theory]
    [InlineData(PodLocation.Spec, "spec")]
    [InlineData(PodLocation.TemplateSpec, "template.spec")]
    [InlineData(PodLocation.SpecTemplateSpec, "spec.template.spec")]
    [InlineData(PodLocation.SpecJobTemplateSpecTemplateSpec, "spec.jobTemplate.spec.template.spec")]
    public void EveryPlace_IsFoundWithItsPath(PodLocation location, string path)
        => Assert.Equal(
            $"""
            {path}.containers[0].image=main:0
            {path}.containers[1].image=main:1
            {path}.initContainers[0].image=init:0
            {path}.initContainers[1].image=init:1
            {path}.ephemeralContainers[0].image=ephemeral:1
            {path}.volumes[1].image.reference=volume:1
            """,
            Found.In(Found.Nested(path, PodSpec), location));

    [Fact]
    public void ContainersOfOtherLocations_AreNotTakenForOnesOfThis()
    {
        var json = $$$"""{"spec":{"containers":[{"image":"mine"}],"template":{"spec":{{{PodSpec}}}}},"template":{"spec":{{{PodSpec}}}}}""";

        Assert.Equal("spec.containers[0].image=mine", Found.In(json));
    }

    [Fact]
    public void EphemeralContainersAtTheTop_AreFound()
        => Assert.Equal(
            "ephemeralContainers[0].image=debug:1",
            Found.In("""{"kind":"EphemeralContainers","ephemeralContainers":[{"name":"d","image":"debug:1"}]}""", PodLocation.Top));

    [Fact]
    public void Identity_IsRead()
    {
        var found = Found.Object(
            """{"metadata":{"namespace":"n","generateName":"p-","deletionTimestamp":"2026-01-01T00:00:00Z"},"kind":"Pod","apiVersion":"v1"}""");

        Assert.Equal(("v1", "Pod", "p-", "n", true), (found.ApiVersion, found.Kind, found.Name, found.Namespace, found.IsBeingDeleted));
    }

    [Theory]
    [InlineData("""{"metadata":{"generateName":"p-","name":"p-1"}}""")]
    [InlineData("""{"metadata":{"name":"p-1","generateName":"p-"}}""")]
    public void Name_CountsBeforeItsPrefix(string json) => Assert.Equal("p-1", Found.Object(json).Name);

    [Theory]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"metadata":{"deletionTimestamp":null}}""")]
    [InlineData("""{"metadata":{"deletionTimestamp":7}}""")]
    [InlineData("""{"metadata":{"DeletionTimestamp":"2026-01-01T00:00:00Z"}}""")]
    [InlineData("""{"deletionTimestamp":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"metadata":{"annotations":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}}""")]
    public void ObjectWithoutADeletionTimestamp_IsNotBeingDeleted(string json) => Assert.False(Found.Object(json).IsBeingDeleted);

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"initContainers":null,"ephemeralContainers":null,"volumes":null}}""")]
    [InlineData("""{"metadata":null,"template":null,"items":null,"ephemeralContainers":null,"spec":{"template":null,"jobTemplate":null,"containers":[{"image":"a","name":null}]}}""")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":null},{"name":null}]}}""")]
    public void Null_IsAsGoodAsAbsent(string json) => Assert.Equal("spec.containers[0].image=a", Found.In(json));

    [Theory]
    [InlineData("""{"spec":{"containers":[{}]}}""", "spec.containers[0].image=")]
    [InlineData("""{"spec":{"containers":[{"image":null}]}}""", "spec.containers[0].image=")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":{}}]}}""", "spec.containers[0].image=a\nspec.volumes[0].image.reference=")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":{"reference":null}}]}}""", "spec.containers[0].image=a\nspec.volumes[0].image.reference=")]
    public void PlaceWithoutAnImage_IsAnEmptyImage(string json, string found) => Assert.Equal(found, Found.In(json));

    [Theory]
    [InlineData("null", "the object is null")]
    [InlineData("[]", "the object is not an object")]
    [InlineData("\"Pod\"", "the object is not an object")]
    [InlineData("""{"spec":[]}""", "spec is not an object")]
    [InlineData("""{"spec":{"containers":{}}}""", "spec.containers is not a list")]
    [InlineData("""{"spec":{"containers":[null]}}""", "spec.containers[0] is null")]
    [InlineData("""{"spec":{"containers":["busybox"]}}""", "spec.containers[0] is not an object")]
    [InlineData("""{"spec":{"containers":[[{"image":"a"}]]}}""", "spec.containers[0] is not an object")]
    [InlineData("""{"spec":{"containers":[{"image":{"reference":"a"}}]}}""", "spec.containers[0].image is not a string")]
    [InlineData("""{"spec":{"containers":[{"image":"a","name":7}]}}""", "spec.containers[0].name is not a string")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"initContainers":7}}""", "spec.initContainers is not a list")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"ephemeralContainers":[7]}}""", "spec.ephemeralContainers[0] is not an object")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":"v"}]}}""", "spec.volumes[0].image is not an object")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":{"reference":true}}]}}""", "spec.volumes[0].image.reference is not a string")]
    [InlineData("""{"spec":{"initContainers":[{"image":"a"}]}}""", "spec.containers names no container")]
    [InlineData("""{}""", "spec.containers names no container")]
    public void ValueOfTheWrongType_IsAProblem(string json, string problem) => Assert.Equal("problem: " + problem, Found.In(json));

    [Theory]
    [InlineData("spec.template", "[]", "spec.template is not an object")]
    [InlineData("spec.template.spec", "7", "spec.template.spec is not an object")]
    [InlineData("spec.template.spec.containers", "7", "spec.template.spec.containers is not a list")]
    [InlineData("spec", "7", "spec is not an object")]
    public void WrongTypeOnTheWay_IsAProblem(string path, string value, string problem)
        => Assert.Equal("problem: " + problem, Found.In(Found.Nested(path, value), PodLocation.SpecTemplateSpec));

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"a"}]},"template":7,"items":7,"ephemeralContainers":7}""")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}]},"template":{"spec":{"containers":[null]}}}""")]
    [InlineData("""{"metadata":7,"spec":{"containers":[{"image":"a"}]}}""")]
    public void WrongTypeBesideTheWay_IsNobodysBusiness(string json) => Assert.Equal("spec.containers[0].image=a", Found.In(json));

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"a"}]},"spec":{"containers":[{"image":"b"}]}}""", "spec appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}]},"sp\u0065c":null}""", "spec appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"containers":[]}}""", "spec.containers appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"initContainers":[],"initContainers":null}}""", "spec.initContainers appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"ephemeralContainers":[],"ephemeralContainers":[]}}""", "spec.ephemeralContainers appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[],"volumes":[]}}""", "spec.volumes appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a","image":"a"}]}}""", "spec.containers[0].image appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a","im\u0061ge":"b"}]}}""", "spec.containers[0].image appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a","name":"c","name":"d"}]}}""", "spec.containers[0].name appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":{},"image":null}]}}""", "spec.volumes[0].image appears twice")]
    [InlineData("""{"spec":{"containers":[{"image":"a"}],"volumes":[{"image":{"reference":"a","reference":"b"}}]}}""", "spec.volumes[0].image.reference appears twice")]
    [InlineData("""{"kind":"Pod","kind":"ConfigMap","spec":{"containers":[{"image":"a"}]}}""", "kind appears twice")]
    [InlineData("""{"apiVersion":"v1","apiVersion":"v2","spec":{"containers":[{"image":"a"}]}}""", "apiVersion appears twice")]
    public void KnownFieldThatComesTwice_IsAProblem(string json, string problem) => Assert.Equal("problem: " + problem, Found.In(json));

    [Theory]
    [InlineData("""{"spec":{},"spec":{"template":{"spec":{"containers":[{"image":"a"}]}}}}""", "spec appears twice")]
    [InlineData("""{"spec":{"template":{},"template":{"spec":{"containers":[{"image":"a"}]}}}}""", "spec.template appears twice")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"image":"a"}]},"spec":{}}}}""", "spec.template.spec appears twice")]
    public void TemplateThatComesTwice_IsAProblem(string json, string problem)
        => Assert.Equal("problem: " + problem, Found.In(json, PodLocation.SpecTemplateSpec));

    [Theory]
    [InlineData("""{"spec":{"jobTemplate":{},"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"image":"a"}]}}}}}}""", "spec.jobTemplate appears twice")]
    [InlineData("""{"spec":{"jobTemplate":{"spec":{},"spec":{"template":{"spec":{"containers":[{"image":"a"}]}}}}}}""", "spec.jobTemplate.spec appears twice")]
    [InlineData("""{"spec":{"jobTemplate":{"spec":{"template":{},"template":{"spec":{"containers":[{"image":"a"}]}}}}}}""", "spec.jobTemplate.spec.template appears twice")]
    [InlineData("""{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"image":"a"}]},"spec":{}}}}}}""", "spec.jobTemplate.spec.template.spec appears twice")]
    public void JobTemplateThatComesTwice_IsAProblem(string json, string problem)
        => Assert.Equal("problem: " + problem, Found.In(json, PodLocation.SpecJobTemplateSpecTemplateSpec));

    [Theory]
    [InlineData("""{"sp\u0065c":{"cont\u0061iners":[{"im\u0061ge":"a"}]}}""")]
    [InlineData("""{"\u0073\u0070\u0065\u0063":{"\u0063ontainers":[{"\u0069mage":"\u0061"}]}}""")]
    public void EscapedFieldName_IsTheFieldItSpells(string json) => Assert.Equal("spec.containers[0].image=a", Found.In(json));

    /// <summary>The API server's decoder (sigs.k8s.io/json) tells case apart, unlike Go's own: a field in other letters is
    /// an unknown field to it, and so here.</summary>
    [Theory]
    [InlineData("""{"spec":{"containers":[{"Image":"evil","image":"a","IMAGE":"evil"}],"Containers":[{"image":"evil"}]},"SPEC":{"containers":[{"image":"evil"}]}}""", "spec.containers[0].image=a")]
    [InlineData("""{"spec":{"containers":[{"Image":"a"}]}}""", "spec.containers[0].image=")]
    [InlineData("""{"Spec":{"containers":[{"image":"a"}]}}""", "problem: spec.containers names no container")]
    public void FieldNames_AreToldApartByCase(string json, string found) => Assert.Equal(found, Found.In(json));

    [Fact]
    public void LongNames_AreReadWhole()
    {
        var name = new string('n', 300_000);
        var json = $$"""{"{{name}}":1,"spec":{"containers":[{"image":"{{name}}","name":"{{name}}","{{name}}":{} }]} }""";

        Assert.True(Found.Object(json).TryGetImages(PodLocation.Spec, out var images, out _));
        Assert.Equal((name, name), (images[0].Image, images[0].Name));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"\ud800"}]}}""", "spec.containers[0].image is not valid Unicode")]
    [InlineData("""{"spec":{"containers":[{"image":"\udc00\ud800"}]}}""", "spec.containers[0].image is not valid Unicode")]
    [InlineData("""{"spec":{"containers":[{"image":"a","name":"\ud800"}]}}""", "spec.containers[0].name is not valid Unicode")]
    [InlineData("""{"kind":"\ud800","spec":{"containers":[{"image":"a"}]}}""", "kind is not valid Unicode")]
    public void HalfASurrogatePair_IsAProblem(string json, string problem) => Assert.Equal("problem: " + problem, Found.In(json));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void BytesOutsideUtf8_AreAProblem(byte[] bytes)
    {
        byte[] json = [.. """{"spec":{"containers":[{"image":"busybox"""u8, .. bytes, .. "\"}]}}"u8];

        Assert.False(KubernetesObject.Parse(json).TryGetImages(PodLocation.Spec, out _, out var problem));
        Assert.Equal("spec.containers[0].image is not valid Unicode", problem);
    }

    [Theory]
    [InlineData(KubernetesObject.MaxDepth, true)]
    [InlineData(KubernetesObject.MaxDepth + 1, false)]
    public void Depth_IsLimited(int depth, bool read)
    {
        var json = $$"""{"spec":{"containers":[{"image":"a"}]},"x":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}} }""";

        if (read)
        {
            Assert.Equal("spec.containers[0].image=a", Found.In(json));
        }
        else
        {
            Assert.ThrowsAny<JsonException>(() => Found.Object(json));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{,}")]
    [InlineData("""{"spec":{},}""")]
    [InlineData("""{"spec":[1,]}""")]
    [InlineData("""{/* no */"spec":{}}""")]
    [InlineData("// no\n{}")]
    [InlineData("{'spec':{}}")]
    [InlineData("{spec:{}}")]
    [InlineData("""{"x":NaN}""")]
    [InlineData("""{"x":Infinity}""")]
    [InlineData("""{"x":01}""")]
    [InlineData("""{"x":"\x41"}""")]
    [InlineData("{\"x\":\"\n\"}")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"x\":\"a\0\"}")]
    public void WhatIsNotJson_IsAJsonError(string text)
        => Assert.ThrowsAny<JsonException>(() => KubernetesObject.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("containers", "{}", "spec.containers")]
    [InlineData("containers", "null", "spec.containers[0]")]
    [InlineData("volumes", "{}", "spec.volumes")]
    public void EntriesBeyondTheLimit_AreAProblemAndNotMemory(string list, string entry, string place)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"spec":{"{{list}}":[{{string.Join(',', Enumerable.Repeat(entry, 2_000_000))}}] } }""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(KubernetesObject.Parse(json).TryGetImages(PodLocation.Spec, out _, out var problem));

        Assert.StartsWith(place, problem, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 * 1024);
    }

    [Fact]
    public void ProblemsElsewhere_DoNotHideOneThatCounts()
    {
        var elsewhere = string.Concat(Enumerable.Repeat("\"template\":0,", 1_000));

        Assert.Equal(
            "problem: the object has more than 100 problems",
            Found.In($$"""{{{elsewhere}}"spec":{"containers":[{"image":"a"}],"containers":[{"image":"b"}]} }"""));
    }
}
