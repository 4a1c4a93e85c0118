const first = 4;
const most = 10;

/**
 * How many pages of a list may be under way: four at first, one more for every page that came, ten at most. Where the
 * service says "too often" (429) half of them, and then one more only when as many came as are allowed. So memory holds
 * ten pages and no more, and a service that wants less is asked less.
 */
export class PageWindow {
	private open = first;
	/** Pages that have to come before one more may be under way. */
	private owed = 0;
	private steep = true;

	get size(): number {
		return this.open;
	}

	/** A page came. */
	came(): void {
		if (this.owed > 1) {
			this.owed--;
			return;
		}
		this.open = Math.min(most, this.open + 1);
		this.owed = this.steep ? 0 : this.open;
	}

	/** The service refused a page for now. What was under way then may be refused as well: that says no more than the first. */
	refused(): void {
		if (!this.steep && this.owed > this.open) return;
		this.steep = false;
		const underWay = this.open;
		this.open = Math.max(1, Math.floor(underWay / 2));
		this.owed = underWay + this.open;
	}
}
