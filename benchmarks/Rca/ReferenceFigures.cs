namespace SreCopilot.Benchmarks.Rca;

/// <summary>
/// What the authors' own baseline code reaches on all 52 issues with low and high traffic, training and test together, and on the 36 test
/// issues alone where that was measured. From the README beside the data.
/// </summary>
internal static class ReferenceFigures
{
    public static void Print() => Console.WriteLine("""
          reference, 52 issues: anomaly traversal       0.62    0.83
          reference, 52 issues: ranked correlation      0.65    0.79
          reference, 52 issues: CIRCA                   0.33    0.73
          reference, 52 issues: RCD                     0.15    0.21
          reference, 52 issues: random walk             0.00    0.06
          reference, 36 test issues: anomaly traversal  0.72    0.89
          reference specificity (cuts), anomaly traversal: latency 0.17 (low) and 0.33 (high), availability 1.00
        """);
}
