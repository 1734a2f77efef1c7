using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>Parsing is on the hot path of every admission: it makes the result and nothing beside it.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("quay.io/team/app:1.2.3")]
    [InlineData("docker.io/library/busybox")]
    [InlineData("team/app@sha256:" + Hex.Of64)]
    [InlineData("localhost:5000/app")]
    public void ReferenceInNormalForm_CostsOneObject(string text)
        => Assert.Equal(BytesFor("r.example/a"), BytesFor(text));

    [Fact]
    public void OfficialImage_CostsItsImpliedPathBesides()
        => Assert.Equal(BytesFor("r.example/a") + BytesOfString("library/busybox"), BytesFor("busybox"));

    private static long BytesFor(string text)
    {
        Assert.True(ImageReference.TryParse(text, out _, out _)); // what the runtime makes once is made now
        var before = GC.GetAllocatedBytesForCurrentThread();
        var accepted = ImageReference.TryParse(text, out _, out _);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(accepted);
        return bytes;
    }

    private static long BytesOfString(string text)
    {
        var characters = text.ToCharArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copy = new string(characters);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(text, copy);
        return bytes;
    }
}
