using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Logging;

/// <summary>The lines of one resource: the latest ones kept, all new ones passed to whoever watches. Safe for concurrent use.</summary>
internal sealed class ResourceLog
{
    /// <summary>How many lines are kept for those who come late.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = [];
    private readonly List<Channel<LogLine>> _watchers = [];
    private int _count;

    public LogLine Add(string content, bool isError)
    {
        lock (_lock)
        {
            var line = new LogLine(++_count, content, isError);
            _lines.Enqueue(line);
            if (_lines.Count > Capacity)
            {
                _lines.Dequeue();
            }

            _watchers.ForEach(w => w.Writer.TryWrite(line));
            return line;
        }
    }

    public IReadOnlyList<LogLine> All()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }

    /// <summary>Starts to watch: the lines kept so far come first. <see cref="Leave"/> ends it.</summary>
    public Channel<LogLine> Join()
    {
        var channel = Channel.CreateUnbounded<LogLine>();
        lock (_lock)
        {
            foreach (var line in _lines)
            {
                channel.Writer.TryWrite(line);
            }

            _watchers.Add(channel);
        }

        return channel;
    }

    public void Leave(Channel<LogLine> channel)
    {
        lock (_lock)
        {
            _watchers.Remove(channel);
        }
    }

    /// <summary>Tells all watchers that no line follows.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _watchers.ForEach(w => w.Writer.TryComplete());
        }
    }
}
