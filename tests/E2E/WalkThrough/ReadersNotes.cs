namespace Bouncer.E2E.WalkThrough;

/// <summary>What a test has to say of the commands of a page. A command is named by what it begins with.</summary>
internal sealed class ReadersNotes
{
    private static readonly Outcome s_success = new(0, "", false);

    private readonly List<(string Command, string Reason)> _leftOut = [];
    private readonly List<(string Command, string Says)> _waiting = [];
    private readonly List<(string Command, Outcome Outcome)> _outcomes = [];
    private readonly List<(string Command, Func<Task> Act)> _before = [];
    private readonly List<(string Command, Func<Task> Act)> _after = [];

    /// <summary>A command that is not run.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="reason">Why not.</param>
    public ReadersNotes LeaveOut(string command, string reason) => Add(_leftOut, command, reason);

    /// <summary>A command that waits for what the next block does, in another terminal.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="says">What it says when it waits.</param>
    public ReadersNotes Waits(string command, string says) => Add(_waiting, command, says);

    /// <summary>A command that succeeds and says something.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="output">A part of what it says.</param>
    public ReadersNotes Says(string command, string output) => Add(_outcomes, command, new Outcome(0, output, false));

    /// <summary>A command that is refused.</summary>
    /// <param name="command">How it begins.</param>
    /// <param name="output">A part of what is said.</param>
    public ReadersNotes IsRefused(string command, string output) => Add(_outcomes, command, new Outcome(1, output, false));

    /// <summary>A command that a reader repeats until it succeeds, since what it needs is there a moment later, as the page says.</summary>
    /// <param name="command">How it begins.</param>
    public ReadersNotes IsTriedAgain(string command) => Add(_outcomes, command, new Outcome(0, "", true));

    /// <summary>Something that the test does before a command.</summary>
    public ReadersNotes Before(string command, Func<Task> act) => Add(_before, command, act);

    /// <summary>Something that the test does after a command.</summary>
    public ReadersNotes After(string command, Func<Task> act) => Add(_after, command, act);

    /// <summary>Fails if there is a note about no command or several, or a page says of a command that it is refused and no note does.</summary>
    public void Check(ShellDocument document)
    {
        IEnumerable<string> named =
            [.. _leftOut.Select(n => n.Command), .. _waiting.Select(n => n.Command), .. _outcomes.Select(n => n.Command), .. _before.Select(n => n.Command), .. _after.Select(n => n.Command)];
        Assert.All(named, beginning => Assert.Single(document.Commands, c => c.StartsWith(beginning, StringComparison.Ordinal)));
        Assert.All(document.Commands.Where(c => c.Contains("# is refused", StringComparison.Ordinal)), c => Assert.Equal(1, Outcome(c).ExitCode));
    }

    public string? WhyLeftOut(string command) => Find(_leftOut, command);

    public string? Waiting(string command) => Find(_waiting, command);

    public Outcome Outcome(string command) => Find(_outcomes, command) ?? s_success;

    public Task BeforeAsync(string command) => Find(_before, command)?.Invoke() ?? Task.CompletedTask;

    public Task AfterAsync(string command) => Find(_after, command)?.Invoke() ?? Task.CompletedTask;

    private static T? Find<T>(List<(string Command, T Note)> notes, string command)
        where T : class
        => notes.Find(n => command.StartsWith(n.Command, StringComparison.Ordinal)).Note;

    private ReadersNotes Add<T>(List<(string Command, T Note)> notes, string command, T note)
    {
        notes.Add((command, note));
        return this;
    }
}

/// <summary>What a command comes to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">A part of what it says.</param>
/// <param name="IsTriedAgain">Whether it is repeated until it succeeds.</param>
internal sealed record Outcome(int ExitCode, string Output, bool IsTriedAgain);
