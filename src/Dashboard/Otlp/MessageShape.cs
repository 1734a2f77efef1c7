namespace Bouncer.Dashboard.Otlp;

/// <summary>
/// Which fields of a message are messages themselves. Checking a request by its shape, once, down to the last field, is what
/// lets everything that reads from it later trust the bytes.
/// </summary>
internal sealed class MessageShape
{
    /// <summary>The deepest that messages may lie in each other. Only values of attributes nest without end.</summary>
    public const int MaxDepth = 64;

    private readonly MessageShape?[] _messages = new MessageShape?[16];
    private int _numbers = -1;

    /// <summary>Says that a field is a message.</summary>
    public MessageShape With(int field, MessageShape shape)
    {
        _messages[field] = shape;
        return this;
    }

    /// <summary>Says that a field is a list of numbers of variable length, which come one by one or all in one piece.</summary>
    public MessageShape WithNumbers(int field)
    {
        _numbers = field;
        return this;
    }

    /// <summary>Checks a message of this shape.</summary>
    /// <exception cref="RefusedTelemetryException">It is malformed, or its messages lie too deep.</exception>
    public void Check(ReadOnlySpan<byte> request) => Check(new ProtobufReader(request), 0);

    private void Check(ProtobufReader reader, int depth)
    {
        if (depth > MaxDepth)
        {
            throw RefusedTelemetryException.Malformed(reader.Position, $"a message in more than {MaxDepth} others");
        }

        while (reader.Next())
        {
            if ((reader.Tag & 7) != Wire.Length)
            {
                reader.Skip();
            }
            else if (reader.Field < _messages.Length && _messages[reader.Field] is { } shape)
            {
                shape.Check(reader.Message(), depth + 1);
            }
            else if (reader.Field == _numbers)
            {
                CheckNumbers(reader.Bytes(), reader.Position);
            }
            else
            {
                reader.Bytes();
            }
        }
    }

    private static void CheckNumbers(ReadOnlySpan<byte> numbers, int end)
    {
        // A number's last byte is its only one without the high bit.
        if (numbers is [.., >= 0x80])
        {
            throw RefusedTelemetryException.Malformed(end, "a number that breaks off");
        }

        if (numbers.Length > 0 && LongestRun(numbers) > 9)
        {
            throw RefusedTelemetryException.Malformed(end, "a number of more than 10 bytes");
        }
    }

    private static int LongestRun(ReadOnlySpan<byte> numbers)
    {
        var longest = 0;
        var run = 0;
        foreach (var next in numbers)
        {
            run = next >= 0x80 ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
