namespace Vernier;

/// <summary>Counts the exceptions that leave a piece of work. The exception goes on to the caller.</summary>
public static class CounterExtensions
{
    /// <summary>Runs the work and counts an exception that leaves it.</summary>
    /// <param name="counter">The counter that goes up by 1.</param>
    /// <param name="work">The work.</param>
    /// <param name="when">Which exceptions count; null for all.</param>
    public static void CountExceptions(this Counter counter, Action work, Func<Exception, bool>? when = null)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw; // Never reached: the filter only counts.
        }
    }

    /// <summary>Runs the work, returns its result, and counts an exception that leaves it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="counter">The counter that goes up by 1.</param>
    /// <param name="work">The work.</param>
    /// <param name="when">Which exceptions count; null for all.</param>
    public static T CountExceptions<T>(this Counter counter, Func<T> work, Func<Exception, bool>? when = null)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw;
        }
    }

    /// <summary>Runs asynchronous work and counts an exception that leaves it.</summary>
    /// <param name="counter">The counter that goes up by 1.</param>
    /// <param name="work">The work.</param>
    /// <param name="when">Which exceptions count; null for all.</param>
    public static async Task CountExceptionsAsync(this Counter counter, Func<Task> work, Func<Exception, bool>? when = null)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw;
        }
    }

    /// <summary>Runs asynchronous work, returns its result, and counts an exception that leaves it.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="counter">The counter that goes up by 1.</param>
    /// <param name="work">The work.</param>
    /// <param name="when">Which exceptions count; null for all.</param>
    public static async Task<T> CountExceptionsAsync<T>(this Counter counter, Func<Task<T>> work, Func<Exception, bool>? when = null)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw;
        }
    }

    // As an exception filter it runs before the stack unwinds and never catches: the exception reaches the caller untouched.
    private static bool Count(Counter counter, Exception exception, Func<Exception, bool>? when)
    {
        if (when?.Invoke(exception) ?? true)
            counter.Inc();
        return false;
    }
}
