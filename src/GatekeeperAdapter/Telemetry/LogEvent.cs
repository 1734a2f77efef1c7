using System.Collections;

namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>A line of the log whose fields have names that C# cannot have, because Gatekeeper chose them.</summary>
internal sealed class LogEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _message;
    private readonly KeyValuePair<string, object?>[] _fields;

    private LogEvent(string message, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        _message = message;
        _fields = new KeyValuePair<string, object?>[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            _fields[i] = new(fields[i].Name, fields[i].Value);
        }
    }

    public int Count => _fields.Length;

    public KeyValuePair<string, object?> this[int index] => _fields[index];

    /// <summary>Writes a line at the level of information.</summary>
    public static void Write(ILogger log, EventId id, string message, params ReadOnlySpan<(string Name, object? Value)> fields)
        => Write(log, LogLevel.Information, id, message, fields);

    /// <summary>Writes a line.</summary>
    public static void Write(ILogger log, LogLevel level, EventId id, string message, params ReadOnlySpan<(string Name, object? Value)> fields)
        => log.Log(level, id, new LogEvent(message, fields), null, static (state, _) => state._message);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _message;
}
