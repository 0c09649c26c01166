using Microsoft.Extensions.Options;

namespace SreCopilot.TimeSeries.Tests;

public sealed class AdmissionTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly IngestAdmission _admission = new(Options.Create(new TimeSeriesOptions { QueueMegabytes = 12 }));

    [Fact]
    public void A_project_that_pushes_leaves_room_for_the_others()
    {
        var (greedy, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        var held = Fill(greedy);
        Assert.Equal(6, held.Count);
        held.AddRange(Fill(second));
        Assert.Equal(9, held.Count);
        Assert.NotNull(_admission.TryReserve(third, Megabyte));
        Assert.Null(_admission.TryReserve(greedy, 1));

        held.ForEach(reservation => reservation.Dispose());
        Assert.Equal(Megabyte, _admission.Held);
        Assert.NotNull(_admission.TryReserve(greedy, Megabyte));
    }

    [Fact]
    public void Room_that_is_asked_for_later_counts_and_comes_back_once()
    {
        var project = Guid.NewGuid();
        var reservation = _admission.TryReserve(project, Megabyte)!;

        Assert.True(reservation.TryGrow(5 * Megabyte));
        Assert.False(reservation.TryGrow(1));
        Assert.Equal(6 * Megabyte, _admission.Held);
        reservation.Dispose();
        reservation.Dispose();
        Assert.Equal(0, _admission.Held);
    }

    private List<Reservation> Fill(Guid project)
    {
        var held = new List<Reservation>();
        while (_admission.TryReserve(project, Megabyte) is { } reservation)
        {
            held.Add(reservation);
        }

        return held;
    }
}
