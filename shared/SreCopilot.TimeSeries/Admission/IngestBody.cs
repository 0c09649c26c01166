using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace SreCopilot.TimeSeries;

/// <summary>Why a body was not read.</summary>
public enum BodyRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>The project sends more than there is room for: 429.</summary>
    Busy,

    /// <summary>Too large, as sent or unpacked: 413.</summary>
    TooLarge,

    /// <summary>Packed in a way that is not known here: 415.</summary>
    UnknownEncoding,

    /// <summary>Packed, but not well: 400.</summary>
    Corrupt,
}

/// <summary>
/// The body of a request, unpacked (gzip), within the room that its project has. It grows as bytes arrive, so neither an
/// announced size nor a gzip bomb takes memory that was not granted.
/// </summary>
public sealed class IngestBody : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _length;

    private IngestBody(Reservation? reservation) => Reservation = reservation;

    /// <summary>Why there is nothing to read.</summary>
    public BodyRefusal Refusal { get; private set; }

    /// <summary>The bytes, until this is disposed.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    /// <summary>The request's room; null only when the body was refused. Hand it to the batch, which gives it back.</summary>
    public Reservation? Reservation { get; }

    /// <summary>Reads the body of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="projectId">Whose it is.</param>
    /// <param name="admission">Grants the room.</param>
    /// <param name="limit">Most bytes, unpacked.</param>
    /// <param name="packing">An encoding that the caller unpacks itself, for example <c>snappy</c>.</param>
    /// <returns>The body or why not. Dispose it.</returns>
    public static async Task<IngestBody> ReadAsync(HttpContext http, Guid projectId, IngestAdmission admission, int limit, string? packing = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(admission);
        var encoding = http.Request.Headers[HeaderNames.ContentEncoding].ToString();
        if (http.Request.ContentLength > limit)
        {
            return Refuse(BodyRefusal.TooLarge);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        if (encoding is not ("" or "identity" or "gzip") && encoding != packing)
        {
            return Refuse(BodyRefusal.UnknownEncoding);
        }

        int? announced = encoding != "gzip" && http.Request.ContentLength is { } length ? (int)length : null;
        var first = announced ?? FirstSize;
        if (admission.TryReserve(projectId, first) is not { } reservation)
        {
            return Refuse(BodyRefusal.Busy);
        }

        var body = new IngestBody(reservation) { _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(first, 1)) };
        try
        {
            await body.FillAsync(http.Request.Body, encoding == "gzip", first, announced, limit, http.RequestAborted);
        }
        catch
        {
            reservation.Dispose();
            body.Dispose();
            throw;
        }

        if (body.Refusal != BodyRefusal.None)
        {
            reservation.Dispose();
        }

        return body;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _length) = ([], 0);
    }

    private static IngestBody Refuse(BodyRefusal refusal) => new(null) { Refusal = refusal };

    private async Task FillAsync(Stream source, bool isPacked, int granted, int? announced, int limit, CancellationToken cancel)
    {
        await using var unpacked = isPacked ? new GZipStream(source, CompressionMode.Decompress, leaveOpen: true) : null;
        try
        {
            while (true)
            {
                if (_length == announced)
                {
                    return;
                }

                if (_length == limit)
                {
                    // A last byte finds out whether this was all; it needs no room.
                    var more = new byte[1];
                    Refusal = await (unpacked ?? source).ReadAsync(more, cancel) == 0 ? BodyRefusal.None : BodyRefusal.TooLarge;
                    return;
                }

                if (_length == granted)
                {
                    var more = Math.Min(Math.Max(granted, FirstSize), limit - granted);
                    if (!Reservation!.TryGrow(more))
                    {
                        Refusal = BodyRefusal.Busy;
                        return;
                    }

                    granted += more;
                    Grow(granted);
                }

                var read = await (unpacked ?? source).ReadAsync(_buffer.AsMemory(_length, granted - _length), cancel);
                _length += read;
                if (read == 0)
                {
                    return;
                }
            }
        }
        catch (InvalidDataException)
        {
            Refusal = BodyRefusal.Corrupt;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // Sent in chunks, without saying how much.
            Refusal = BodyRefusal.TooLarge;
        }
    }

    private void Grow(int size)
    {
        if (size <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
