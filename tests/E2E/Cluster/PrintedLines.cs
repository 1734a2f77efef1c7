using System.Text;

namespace Bouncer.E2E.Cluster;

/// <summary>Keeps what is printed on the console, which goes on to it.</summary>
internal sealed class PrintedLines : TextWriter
{
    private readonly TextWriter _console;
    private readonly StringBuilder _printed = new();
    private readonly Lock _lock = new();

    private PrintedLines(TextWriter console) => _console = console;

    public override Encoding Encoding => _console.Encoding;

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _printed.ToString();
            }
        }
    }

    /// <summary>Begins to keep what is printed. Nothing else in this process does, so it goes on to the end.</summary>
    public static PrintedLines Keep()
    {
        var lines = new PrintedLines(Console.Out);
        Console.SetOut(lines);
        return lines;
    }

    public override void Write(char value) => Write([value], 0, 1);

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (_lock)
        {
            _printed.Append(value);
        }

        _console.Write(value);
    }
}
