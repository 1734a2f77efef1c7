namespace Bouncer.E2E.WalkThrough;

/// <summary>What a test has to say of the commands of a page: which are left out and why, which fail or say something, and what it does
/// in between. A command is named by what it begins with.</summary>
internal sealed class ReadersNotes
{
    private static readonly Outcome s_success = new(0, "", false);

    private readonly List<Note> _notes = [];

    /// <summary>A command that is not run.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="reason">Why not.</param>
    public ReadersNotes LeaveOut(string command, string reason) => Add(new(command) { LeftOut = reason });

    /// <summary>A command that waits for what the next block does, in another terminal.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="says">What it says when it waits.</param>
    public ReadersNotes Waits(string command, string says) => Add(new(command) { Waiting = says });

    /// <summary>A command that succeeds and says something.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="output">A part of what it says.</param>
    public ReadersNotes Says(string command, string output) => Add(new(command) { Outcome = s_success with { Output = output } });

    /// <summary>A command that is refused.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="output">A part of what is said.</param>
    public ReadersNotes IsRefused(string command, string output) => Add(new(command) { Outcome = new(1, output, false) });

    /// <summary>A command that a reader repeats until it succeeds, since what it needs is there a moment later, as the page says.</summary>
    /// <param name="command">How it begins.</param>
    public ReadersNotes IsTriedAgain(string command) => Add(new(command) { Outcome = s_success with { IsTriedAgain = true } });

    /// <summary>Something that the test does before a command.</summary>
    public ReadersNotes Before(string command, Func<Task> act) => Add(new(command) { Before = act });

    /// <summary>Something that the test does after a command.</summary>
    public ReadersNotes After(string command, Func<Task> act) => Add(new(command) { After = act });

    /// <summary>Fails if there is a note about no command or several, or a page says of a command that it is refused and no note does.</summary>
    public void Check(ShellDocument document)
    {
        Assert.All(_notes, note => Assert.Single(document.Commands, note.IsAbout));
        Assert.All(document.Commands.Where(c => c.Contains("# is refused", StringComparison.Ordinal)), c => Assert.Equal(1, OutcomeOf(c).ExitCode));
    }

    /// <summary>Whether there are notes about a command.</summary>
    public bool AreAbout(string command) => _notes.Exists(n => n.IsAbout(command));

    /// <summary>Why a command is not run; null if it is.</summary>
    public string? WhyLeftOut(string command) => Find(command, n => n.LeftOut);

    /// <summary>What a command says when it waits for others; null for one that does not.</summary>
    public string? Waiting(string command) => Find(command, n => n.Waiting);

    /// <summary>What a command is to come to.</summary>
    public Outcome OutcomeOf(string command) => Find(command, n => n.Outcome) ?? s_success;

    /// <summary>Does what is to be done before a command.</summary>
    public Task BeforeAsync(string command) => Find(command, n => n.Before)?.Invoke() ?? Task.CompletedTask;

    /// <summary>Does what is to be done after a command.</summary>
    public Task AfterAsync(string command) => Find(command, n => n.After)?.Invoke() ?? Task.CompletedTask;

    private ReadersNotes Add(Note note)
    {
        _notes.Add(note);
        return this;
    }

    private T? Find<T>(string command, Func<Note, T?> part)
        where T : class
        => _notes.Where(n => n.IsAbout(command)).Select(part).FirstOrDefault(p => p is not null);

    private sealed record Note(string Beginning)
    {
        public string? LeftOut { get; init; }

        public string? Waiting { get; init; }

        public Outcome? Outcome { get; init; }

        public Func<Task>? Before { get; init; }

        public Func<Task>? After { get; init; }

        public bool IsAbout(string command) => command.StartsWith(Beginning, StringComparison.Ordinal);
    }
}

/// <summary>What a command comes to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">A part of what it says.</param>
/// <param name="IsTriedAgain">Whether it is repeated until it succeeds.</param>
internal sealed record Outcome(int ExitCode, string Output, bool IsTriedAgain);
