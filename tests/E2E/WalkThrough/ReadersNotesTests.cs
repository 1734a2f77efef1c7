using Xunit.Sdk;

namespace Bouncer.E2E.WalkThrough;

/// <summary>A page and the notes on it cannot drift apart.</summary>
public sealed class ReadersNotesTests
{
    private static readonly ShellDocument s_page = ShellDocument.Parse("```sh\none --first\ntwo --second\ntwo --third   # is refused\n```\n");

    [Theory]
    [InlineData("three")] // of an older page
    [InlineData("two")] // of which there are two
    public void NoteAboutNoCommandOrSeveral_Fails(string command)
        => Assert.ThrowsAny<XunitException>(() => new ReadersNotes().IsRefused("two --third", "").LeaveOut(command, "a reason").Check(s_page));

    [Fact]
    public void RefusalThatNoNoteExpects_Fails()
        => Assert.ThrowsAny<XunitException>(() => new ReadersNotes().Says("two --third", "").Check(s_page));

    [Fact]
    public void Commands_RunAndSucceed_UnlessANoteSaysSomethingElse()
    {
        var notes = new ReadersNotes().LeaveOut("one", "takes long").IsRefused("two --third", "no").Waits("two --second", "waits");

        notes.Check(s_page);

        Assert.Equal("takes long", notes.WhyLeftOut("one --first"));
        Assert.Null(notes.WhyLeftOut("two --second"));
        Assert.Equal((0, ""), (notes.OutcomeOf("two --second").ExitCode, notes.OutcomeOf("two --second").Output));
        Assert.Equal((1, "no"), (notes.OutcomeOf("two --third   # is refused").ExitCode, notes.OutcomeOf("two --third   # is refused").Output));
        Assert.Equal("waits", notes.Waiting("two --second"));
    }
}
