using System.Text.RegularExpressions;

namespace Bouncer.E2E.WalkThrough;

/// <summary>Divides lines of a shell into commands: one a line, but for those that go on behind a backslash, in quotes, or in a
/// document that ends with a word of its own. That is all that our pages use.</summary>
internal static partial class ShellCommands
{
    /// <summary>The commands, without lines that are empty or comments alone.</summary>
    /// <exception cref="FormatException">The last command has no end.</exception>
    public static IReadOnlyList<string> Split(IEnumerable<string> lines)
    {
        var commands = new List<string>();
        var open = "";
        foreach (var line in lines)
        {
            var command = open + line;
            open = "";
            if (GoesOn(command))
            {
                open = command + "\n";
            }
            else if (command.Trim() is { Length: > 0 } text && !text.StartsWith('#'))
            {
                commands.Add(text);
            }
        }

        return open.Length == 0 ? commands : throw new FormatException($"the command has no end: {open.Trim()}");
    }

    private static bool GoesOn(string command)
        => HereDocument().Match(command) is { Success: true } document
            ? !command.EndsWith($"\n{document.Groups[1].Value}", StringComparison.Ordinal)
            : command.EndsWith('\\') || IsInQuotes(command);

    private static bool IsInQuotes(string command)
    {
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            if (command[i] == '\\' && quote != '\'')
            {
                i++;
            }
            else if (quote == '\0' && command[i] == '#' && (i == 0 || char.IsWhiteSpace(command[i - 1])))
            {
                i = command.IndexOf('\n', i) is >= 0 and var end ? end : command.Length; // Comments have apostrophes.
            }
            else if (quote == '\0' ? command[i] is '"' or '\'' : command[i] == quote)
            {
                quote = quote == '\0' ? command[i] : '\0';
            }
        }

        return quote != '\0';
    }

    [GeneratedRegex(@"<<'?(\w+)'?")]
    private static partial Regex HereDocument();
}
