using Aspire.Hosting.Processes;

namespace Bouncer.Aspire.Embedded.Tests.Processes;

public class ProcessSpecTests
{
    private static readonly ProcessSpec Spec = new(
        "/bin/sh", ["-c", "", "ä \n \0 \""], "/tmp", new Dictionary<string, string> { ["EMPTY"] = "", ["LONG"] = new('x', 100_000) });

    [Fact]
    public void WhatIsWritten_IsRead()
    {
        using var stream = new MemoryStream();
        Spec.Write(stream);
        stream.Position = 0;

        var read = ProcessSpec.Read(stream);

        Assert.Equal(Spec.Command, read.Command);
        Assert.Equal(Spec.Arguments, read.Arguments);
        Assert.Equal(Spec.WorkingDirectory, read.WorkingDirectory);
        Assert.Equal(Spec.Environment, read.Environment);
    }

    [Fact]
    public void WriterThatEndsEarly_IsNoticed()
    {
        using var stream = new MemoryStream();
        Spec.Write(stream);
        stream.SetLength(stream.Length - 1);
        stream.Position = 0;

        Assert.Throws<EndOfStreamException>(() => ProcessSpec.Read(stream));
    }
}
