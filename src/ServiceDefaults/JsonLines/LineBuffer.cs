namespace Bouncer.ServiceDefaults.JsonLines;

/// <summary>
/// Takes lines of any thread and writes them to a stream from one of its own, as many together as have come meanwhile: waking a thread
/// and asking the system cost more than making a line. Whoever logs waits only while <see cref="Limit"/> bytes are on their way.
/// </summary>
internal sealed class LineBuffer : IDisposable
{
    /// <summary>The most bytes that wait to be written.</summary>
    public const int Limit = 4 << 20;

    private const int InitialSize = 16 << 10;

    /// <summary>How long lines are gathered.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(20);

    private readonly Stream _stream;
    private readonly Thread _writer;
    private readonly object _lock = new();
    private byte[] _filling = new byte[InitialSize];
    private byte[] _written = new byte[InitialSize];
    private int _length;
    private bool _ended;

    /// <param name="stream">Where the lines go.</param>
    public LineBuffer(Stream stream)
    {
        _stream = stream;
        _writer = new Thread(Write) { IsBackground = true, Name = "console lines" };
        _writer.Start();
    }

    /// <summary>Takes a line, with its end. After the end it is dropped.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            while (_length > 0 && _length + line.Length > Limit && !_ended)
            {
                Monitor.Wait(_lock);
            }

            if (_ended)
            {
                return;
            }

            if (_length + line.Length > _filling.Length)
            {
                Array.Resize(ref _filling, Math.Max(2 * _filling.Length, _length + line.Length));
            }

            line.CopyTo(_filling.AsSpan(_length));
            _length += line.Length;
            if (_length == line.Length)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Writes what is there, and takes no more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            Monitor.PulseAll(_lock);
        }

        _writer.Join();
    }

    private void Write()
    {
        while (true)
        {
            int length;
            lock (_lock)
            {
                while (_length == 0 && !_ended)
                {
                    Monitor.Wait(_lock);
                }

                if (_length == 0)
                {
                    return;
                }

                if (!_ended)
                {
                    // Nobody wakes it for another line: this ends with the time, or with the end.
                    Monitor.Wait(_lock, s_gathering);
                }

                (length, _length) = (_length, 0);
                (_filling, _written) = (_written, _filling);
                Monitor.PulseAll(_lock);
            }

            try
            {
                _stream.Write(_written, 0, length);
                _stream.Flush();
            }
            catch (IOException)
            {
                // Nobody reads any more. That is no reason to end, nor one that could be told here.
            }
        }
    }
}
