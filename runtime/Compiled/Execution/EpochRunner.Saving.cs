namespace Compiled.Execution;

/// <summary>Step 5 of an epoch, and state that is saved less often than epochs end.</summary>
internal sealed partial class EpochRunner
{
    /// <summary>Before a clean end: saves the state of the last epoch if that has not been done, so that a restart has nothing to compute again.</summary>
    public void SaveLastState()
    {
        if (_journal is null)
        {
            return;
        }

        Place.NotReading("saving state");
        long last = _next - 1;
        if (_journal.IsGrouped)
        {
            EndGroup(wait: true);
            if (_journal.StateEpoch < last)
            {
                _journal.BeginSave(last, _watermarks, _workers, _inputs);
                EndGroup(wait: true);
            }
        }
        else if (_journal.StateEpoch < last)
        {
            _journal.SaveState(last, _workers);
            LogCommit(last);
        }
    }

    /// <summary>While there is no input: saves the state of the epochs that have run, if it is time.</summary>
    public void SaveIfDue()
    {
        if (_journal is null)
        {
            return;
        }

        if (_journal.IsGrouped && !EndGroup(wait: false))
        {
            return;
        }

        if (_journal.StateEpoch < _next - 1 && _journal.IsStateDue)
        {
            if (_journal.IsGrouped)
            {
                _journal.BeginSave(_next - 1, _watermarks, _workers, _inputs);
            }
            else
            {
                _journal.SaveState(_next - 1, _workers);
                LogCommit(_next - 1);
            }
        }
    }

    /// <summary>Completes when <see cref="SaveIfDue"/> has something to do; null if it has not.</summary>
    public Task? WhenSaveIsDue(CancellationToken cancellationToken) =>
        _journal is null ? null : _journal.Saving ?? (_journal.StateEpoch < _next - 1 ? _journal.WhenStateIsDue(cancellationToken) : null);

    private void LogCommit(long epoch)
    {
        Place.NotReading("logging its commit");
        if (_journal is { IsGrouped: true })
        {
            if (EndGroup(wait: false) && _journal.IsStateDue)
            {
                _journal.BeginSave(epoch, _watermarks, _workers, _inputs);
            }

            return;
        }

        _journal?.LogCommit(epoch, _watermarks, _inputs);

        // A source may forget only what need never be read again: what state that is not durable yet was made of is read again after a crash.
        if (_journal is null || _journal.StateEpoch == epoch)
        {
            foreach (InputRunner input in _inputs)
            {
                input.MarkSaved();
            }

            CommitInputs();
        }
    }

    // Whether no group is being written any more. Sources are told here and not where the group is written, since they are called from one thread only.
    private bool EndGroup(bool wait)
    {
        bool wasSaving = _journal!.Saving is not null;
        if (!_journal.TryEndSave(wait))
        {
            return false;
        }

        if (wasSaving)
        {
            CommitInputs();
        }

        return true;
    }

    private void CommitInputs()
    {
        foreach (InputRunner input in _inputs)
        {
            Place.NotReading("telling sources what is done");
            Blocking.Wait(input.CommitAsync());
        }
    }
}
